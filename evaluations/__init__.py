"""What happens to a prompt: generation, extraction, sandbox, verdict, statistics."""
