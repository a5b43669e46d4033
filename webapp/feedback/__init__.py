"""Ratings, comments and marks that people leave by name."""
