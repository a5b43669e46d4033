"""The values of cells: their stored form and their display text."""
