"""Blind review: campaigns, votes, results."""
