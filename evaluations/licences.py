"""Sentences about training in a task's licence, which several packages share. Standard library only."""

from __future__ import annotations

# Part of the licence of every task that must not become training data; exports carry it, preference pairs leave it out.
NO_TRAINING = "Training a model on it is forbidden."


def forbids_training(licence: str) -> bool:
    """Return whether a task's licence, as stored with it, has that sentence."""
    return NO_TRAINING in licence
