"""Members, tokens, sign-in."""
