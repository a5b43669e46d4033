"""The data of a team in one line without keys, to compare two installations."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def summarise_team() -> str:
    """Return counts, and one digest over answers, code, votes and the bytes of all files."""
    from evaluations.models import Candidate, Pair, StoredFile, Tally, Vote

    rows: list[Any] = []
    for row in Candidate.objects.order_by("pk").select_related("task", "model", "generation"):
        grading = row.gradings.get()
        model = row.model.name.rpartition("/")[2]
        rows.append([row.task.slug, model, row.verdict, row.generation.text, grading.files, grading.screenshot_id])
    rows += [[vote.choice, vote.voter, vote.pair.task.slug, vote.slot] for vote in Vote.objects.order_by("pk")]
    rows += sorted(Tally.objects.values_list("n", "n_passed", "n_failed"))
    files = StoredFile.objects.order_by("pk")
    rows += [hashlib.sha256(file.read()).hexdigest() == file.pk and file.pk for file in files]
    counts = {model.__name__: model._base_manager.count() for model in (Candidate, Pair, Vote, StoredFile)}
    return json.dumps([counts, hashlib.sha256(json.dumps(rows).encode()).hexdigest()])
