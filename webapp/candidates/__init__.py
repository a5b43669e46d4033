"""Answers of models: filtered list, one in full, edited by hand."""
