"""Pictures of pages that are compared: the same font everywhere, lines of text, and what differs from a reference."""
