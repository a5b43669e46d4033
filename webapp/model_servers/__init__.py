"""Models and the servers that serve them."""
