"""The bench of the database's growth counts as many answers as it was asked for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.growth import import_stored
from evaluations.models import Candidate, Generation
from tests.factories import make_suite

pytestmark = pytest.mark.django_db


def test_answers_are_repeated_until_there_are_as_many_as_asked_for(tmp_path: Path) -> None:
    task = make_suite(slug="todo").tasks.first()
    assert task is not None
    path = tmp_path / "answers.jsonl"
    rows = [{"task_id": f"todo/{task.slug}", "model": f"m{n}", "raw_answer": f"answer {n}"} for n in range(3)]
    path.write_text("\n".join(json.dumps(row) for row in rows))
    assert import_stored("todo", path, 7) == 7
    assert Candidate.objects.count() == Generation.objects.count() == 7
