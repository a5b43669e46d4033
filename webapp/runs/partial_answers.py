"""Answers that are still being written, as evaluations/events.py keeps them in the broker."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.core.cache import cache

log = logging.getLogger(__name__)


def partial_texts(candidate_ids: Sequence[int]) -> dict[int, str]:
    """The text so far by candidate, of those that have some; none when the broker is silent."""
    if not candidate_ids:
        return {}
    try:
        found = cache.get_many([f"partial:{pk}" for pk in candidate_ids])
    except Exception:
        log.warning("The broker did not tell the texts so far.", exc_info=True)
        return {}
    return {int(key.removeprefix("partial:")): text for key, text in found.items()}
