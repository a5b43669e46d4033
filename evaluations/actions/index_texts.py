"""Adds new texts to the full-text index, in small transactions: if one is killed, nothing is lost and the next
continues.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import now

from evaluations.models import Grading, Task, Workbook
from evaluations.models.search import SearchText, write_text

BATCH = 200
LONGEST = 20_000  # characters of one text
# A row with a smaller number may still be in a transaction that has not ended: wait for it.
MIN_AGE = timedelta(seconds=10)
Kind = SearchText.Kind
Source = tuple[int, dict[str, int], str]


def index_texts(seconds: float = 5.0) -> int:
    """Index until the time is over or everything is indexed; return the number of texts."""
    deadline, n = time.monotonic() + seconds, 0
    for kind in Kind:
        while time.monotonic() < deadline and (done := _index(kind)):
            n += done
    return n


@transaction.atomic
def _index(kind: str) -> int:
    last = SearchText.objects.filter(kind=kind).aggregate(last=Max("source"))["last"] or 0
    rows = list(READ[kind](last))
    for source, about, text in rows:
        row, _ = SearchText.objects.update_or_create(**about, defaults={"kind": kind, "source": source})
        write_text(row.pk, text[:LONGEST])
    return len(rows)


def _prompts(last: int) -> Iterable[Source]:
    rows = Task.objects.filter(pk__gt=last, version__created_at__lt=now() - MIN_AGE).order_by("pk")
    for row in rows.only("spec", "title")[:BATCH]:
        earlier = [turn["content"] for turn in row.spec.get("turns", ()) if turn["role"] == "user"]
        yield row.pk, {"task_id": row.pk}, "\n".join([row.title, row.spec["prompt"], *earlier])


def _code(last: int) -> Iterable[Source]:
    rows = Grading.objects.filter(pk__gt=last, created_at__lt=now() - MIN_AGE, is_current=True).order_by("pk")
    for row in rows.only("extraction", "candidate_id")[:BATCH]:
        files = row.files
        yield row.pk, {"candidate_id": row.candidate_id}, "\n".join([*files, *files.values()])


def _sheets(last: int) -> Iterable[Source]:
    rows = Workbook.objects.filter(pk__gt=last, created_at__lt=now() - MIN_AGE).order_by("pk")
    for row in rows.only("name", "preview")[:BATCH]:
        names = [str(sheet.get("name", "")) for sheet in row.preview.get("sheets") or ()]
        yield row.pk, {"workbook_id": row.pk}, "\n".join([row.name, *names])


READ: dict[str, Any] = {Kind.PROMPT: _prompts, Kind.CODE: _code, Kind.SHEETS: _sheets}
