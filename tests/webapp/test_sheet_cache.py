"""Rows of a long sheet: read in the background once, so that a jump finds them in the cache."""

from __future__ import annotations

from typing import Any

import pytest

from evaluations import workbooks
from evaluations.models import Workbook
from tests.webapp.test_workbooks_browser import kept
from webapp.workbooks import sheet_cache

pytestmark = pytest.mark.django_db
N_ROWS = 26_000


@pytest.fixture
def workbook(db: None) -> Workbook:
    row = kept("long.csv", "".join(["n,name\n", *(f"{n},name {n}\n" for n in range(2, N_ROWS + 1))]).encode())
    sheet_cache.forget(row)
    return row


def test_all_rows_are_there_after_one_reading(workbook: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    thread = sheet_cache.warm(workbook, 0)
    assert thread is not None
    assert sheet_cache.warm(workbook, 0) is None  # it has begun
    thread.join(timeout=120)

    def refuse(*args: Any, **more: Any) -> Any:
        raise AssertionError("The file was read again.")

    monkeypatch.setattr(workbooks, "read_rows", refuse)
    last = sheet_cache.piece_of(workbook, 0, (N_ROWS - 1) // sheet_cache.PIECE)
    assert last["rows"][-1] == [[str(N_ROWS), "number"], [f"name {N_ROWS}", "text"]]
    assert len(last["rows"]) == N_ROWS - last["first"] + 1
    assert sheet_cache.warm(workbook, 0) is None


def test_short_sheet_and_unreadable_file_are_left_alone(
    workbook: Workbook, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert sheet_cache.warm(kept("a.csv", b"a,b\n1,2\n"), 0) is None

    def fail(*args: Any, **more: Any) -> Any:
        raise ValueError("a broken file")

    monkeypatch.setattr(workbooks, "read_rows", fail)
    thread = sheet_cache.warm(workbook, 0)
    assert thread is not None
    thread.join(timeout=60)
    assert "was not read into the cache" in caplog.text
