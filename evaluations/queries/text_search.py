"""The search fields above lists: page and API find the same rows."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from evaluations.models import LanguageModel, Run, Suite, Task, Workbook

M = TypeVar("M", bound=Model)
FIELDS: dict[type[Model], tuple[str, ...]] = {
    Run: ("title", "suite_version__suite__slug", "suite_version__suite__title"),
    Suite: ("title", "slug"),
    Task: ("title", "slug"),
    LanguageModel: ("name", "family", "server__slug"),
    Workbook: ("name",),
}


def matching(rows: QuerySet[M], text: str) -> QuerySet[M]:
    """Return rows with this text in one of their FIELDS, in upper or lower case; all rows when it is empty."""
    text = text.strip()
    if not text:
        return rows
    any_field = Q()
    for name in FIELDS[rows.model]:
        any_field |= Q(**{f"{name}__icontains": text})
    return rows.filter(any_field)
