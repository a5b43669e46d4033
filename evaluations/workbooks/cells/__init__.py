"""The values of cells: what is stored of them, and how people see them."""
