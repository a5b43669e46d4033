"""Expected data, and how an answer's rows differ from it."""
