"""How many characters of a workbook fit into a prompt for the chosen models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from evaluations.models import LanguageModel, Team
from evaluations.tokens import CHARS_PER_TOKEN
from webapp.site.query_params import parse_number, parse_numbers

MOST_SUGGESTED = 6000


def smallest_context(team: Team, pks: list[Any]) -> LanguageModel | None:
    """Return the model with the smallest known context among these."""
    known = LanguageModel.objects.visible_to(team).filter(pk__in=parse_numbers(pks), context_tokens__isnull=False)
    return known.select_related("server").order_by("context_tokens").first()


def room_for(team: Team, model_pks: list[Any], max_tokens: str) -> int:
    """Return characters a prompt may have beside an answer of max_tokens in the smallest of these models; 6,000 at
    most.
    """
    smallest = smallest_context(team, model_pks)
    if smallest is None or not smallest.context_tokens:
        return MOST_SUGGESTED
    left = smallest.context_tokens - max_tokens_in({"max_tokens": max_tokens})
    return max(400, min(MOST_SUGGESTED, int(left * CHARS_PER_TOKEN * 0.9)))


def max_tokens_in(fields: Mapping[str, Any]) -> int:
    """Return the token limit as typed; 1,024 if it is not a number."""
    number = parse_number(fields.get("max_tokens"), below=10**6)
    return 1024 if number is None else number
