"""Answers of models: filtered list, one in full, bulk changes."""
