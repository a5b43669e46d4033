"""The product without its site: from prompt to generation, extraction, sandbox, verdict and statistics."""
