"""The compared rows of a workbook are stored packed; Python reads them whole, SQL reads all other keys."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection

from evaluations.models import Grading
from evaluations.records import Verdict
from tests.factories import finish, make_model, make_run, make_suite

pytestmark = pytest.mark.django_db
CELL = {"expected": "Müller 😀", "got": "Müller 😀", "why": ""}
ROWS = [{"status": "match", "number": n, "at": n, "cells": [CELL, CELL]} for n in range(2, 102)]


def stored(details: dict[str, Any]) -> tuple[Grading, dict[str, Any]]:
    """Return the grading as it is read again, and the column's own JSON."""
    candidate = make_run(make_suite(), [make_model()]).candidates.all()[0]
    finish(candidate, Verdict.PASSED)
    Grading.objects.filter(candidate=candidate).update(details=details)
    grading = Grading.objects.get(candidate=candidate)
    with connection.cursor() as cursor:
        cursor.execute("SELECT details FROM evaluations_grading WHERE id = %s", [grading.pk])
        raw = cursor.fetchone()[0]
    return grading, json.loads(raw) if isinstance(raw, str) else raw


def test_rows_come_back_and_are_stored_in_a_tenth_of_their_size() -> None:
    details = {"comparison": {"n_cells": 200, "n_equal": 200, "rows": ROWS}, "n_checks": 3}
    grading, raw = stored(details)
    assert grading.details == details
    assert raw["comparison"] == {"n_cells": 200, "n_equal": 200, "rows": []}
    assert len(json.dumps(raw)) < len(json.dumps(details)) / 10
    assert details["comparison"]["rows"] is ROWS  # the caller's own value is not changed
    values = grading.candidate.gradings.values_list("details__comparison__n_cells", "details__n_checks")
    assert list(values) == [(200, 3)]


@pytest.mark.parametrize(
    "details", [{}, {"n_checks": 1}, {"comparison": {"rows": []}}, {"comparison": {"rows": [{"cells": []}]}}], ids=str
)
def test_small_details_are_stored_as_they_are(details: dict[str, Any]) -> None:
    grading, raw = stored(details)
    assert grading.details == raw == details


def test_rows_stored_by_an_earlier_release_are_read() -> None:
    grading, _ = stored({})
    details = {"comparison": {"n_cells": 200, "rows": ROWS}}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE evaluations_grading SET details = %s WHERE id = %s", [json.dumps(details), grading.pk])
    assert Grading.objects.get(pk=grading.pk).details == details
