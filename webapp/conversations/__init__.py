"""Conversations: a prompt with its versions, what should change, and what changed."""
