"""The rows before and after one in a list that shows the newest first: links for the keys n and p."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)


def neighbours(listed: QuerySet[Row], row: Row) -> dict[str, Row | None]:
    """Return `previous` (newer) and `next` (older) of a row with `created_at`; None at the ends of the list."""
    created_at = row.created_at  # type: ignore[attr-defined]
    newer = Q(created_at__gt=created_at) | Q(created_at=created_at, pk__gt=row.pk)
    older = Q(created_at__lt=created_at) | Q(created_at=created_at, pk__lt=row.pk)
    return {
        "previous": listed.filter(newer).order_by("created_at", "pk").first(),
        "next": listed.filter(older).order_by("-created_at", "-pk").first(),
    }
