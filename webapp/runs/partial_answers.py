"""Answers that are still being written, as evaluations/events.py keeps them in the broker."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache

from evaluations import broker_names

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialAnswer:
    """An answer so far. thinking: the end of its thought, which has n_thinking characters."""

    text: str = ""
    thinking: str = ""
    n_thinking: int = 0

    @property
    def is_thinking(self) -> bool:
        """Whether only the thought has begun."""
        return bool(self.thinking) and not self.text


def partial_answers(candidate_ids: Sequence[int]) -> dict[int, PartialAnswer]:
    """Return the partial answers by candidate; empty if the broker does not answer."""
    if not candidate_ids:
        return {}
    try:
        stored = cache.get_many([broker_names.partial_answer(pk) for pk in candidate_ids])
    except Exception:
        log.warning("The broker did not return the texts so far.", exc_info=True)
        return {}
    by_candidate = {pk: stored.get(broker_names.partial_answer(pk)) for pk in candidate_ids}
    return {pk: PartialAnswer(**fields) for pk, fields in by_candidate.items() if fields}
