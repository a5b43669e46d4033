"""Read-only links to a run or an answer, for people without an account."""
