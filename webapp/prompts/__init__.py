"""The prompt page: from a typed prompt to a run."""
