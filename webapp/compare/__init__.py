"""Comparison of models: selection, figures, charts and their pages."""
