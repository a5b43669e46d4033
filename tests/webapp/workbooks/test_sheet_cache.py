"""Rows of a long sheet are stored on disk by the upload, or by one reading in the background."""

from __future__ import annotations

import datetime as dt
import os
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evaluations import workbooks
from evaluations.models import Workbook
from evaluations.workbooks.reading import row_pages
from tests.webapp.rows_for_pages import make_person
from tests.webapp.workbooks.test_workbooks_browser import keep_workbook
from tests.workbooks import files
from webapp.workbooks import sheet_cache, views

pytestmark = pytest.mark.django_db
N_ROWS = 26_000


@pytest.fixture
def workbook(db: None) -> Workbook:
    row = keep_workbook("long.csv", "".join(["n,name\n", *(f"{n},name {n}\n" for n in range(2, N_ROWS + 1))]).encode())
    sheet_cache.invalidate(row)
    return row


def test_all_rows_are_there_after_one_reading(workbook: Workbook, monkeypatch: pytest.MonkeyPatch) -> None:
    thread = sheet_cache.read_ahead(workbook, 0)
    assert thread is not None
    assert sheet_cache.read_ahead(workbook, 0) is None  # it has begun
    thread.join(timeout=120)

    def refuse(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError("The file was read again.")

    monkeypatch.setattr(workbooks, "read_rows", refuse)
    last = sheet_cache.piece_of(workbook, 0, (N_ROWS - 1) // sheet_cache.PIECE)
    assert last["rows"][-1] == [[str(N_ROWS), "number"], [f"name {N_ROWS}", "text"]]
    assert len(last["rows"]) == N_ROWS - last["first"] + 1
    assert sheet_cache.read_ahead(workbook, 0) is None


def test_page_of_a_long_sheet_does_not_open_the_file(
    workbook: Workbook, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: Any, **fields: Any) -> Any:
        raise AssertionError("The file was read for its page.")

    monkeypatch.setattr(views, "read_ahead", lambda *args: None)
    monkeypatch.setattr(workbooks, "read_rows", refuse)
    client.force_login(make_person("mia"))
    view = client.get(f"/workbooks/{workbook.pk}/").context["sheet"]
    assert [number for number, _, _ in view.rows] == list(range(1, 51))
    assert view.next_row == 51


def test_short_sheet_and_unreadable_file_are_left_alone(
    workbook: Workbook, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert sheet_cache.read_ahead(keep_workbook("a.csv", b"a,b\n1,2\n"), 0) is None

    def fail(*args: Any, **kwargs: Any) -> Any:
        raise ValueError("a broken file")

    monkeypatch.setattr(workbooks, "write_pages", fail)
    thread = sheet_cache.read_ahead(workbook, 0)
    assert thread is not None
    thread.join(timeout=60)
    assert "were not written to the disk" in caplog.text


def long_upload(client: Client) -> Workbook:
    """A workbook of 60,000 cells that the page uploaded."""
    rows: list[list[Any]] = [["n", "day", "amount"]]
    rows += [[n, dt.date(2024, 1, 1) + dt.timedelta(days=n % 300), n / 4] for n in range(2, 20_001)]
    file = SimpleUploadedFile("long.xlsx", files.workbook(rows))
    assert client.post("/workbooks/", {"file": file}).status_code == 302
    return Workbook.objects.get()


def test_rows_are_on_the_disk_when_the_upload_ends(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.force_login(make_person("mia"))
    row = long_upload(client)
    whole = workbooks.read_rows("long.xlsx", row.file.read(), "Sheet1", start=19_800, count=200, is_fast=True)

    def refuse(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError("The file was read again.")

    monkeypatch.setattr(workbooks, "read_rows", refuse)
    page = row_pages.read(sheet_cache._page_file(row, 0), 99)
    assert page == [list(cells) for cells in whole]
    last = sheet_cache.piece_of(row, 0, 99)["rows"][-1]
    assert [cell[0] for cell in last] == ["20000", "2024-07-19", "5000"]
    assert sheet_cache.read_ahead(row, 0) is None
    sheet_cache.invalidate(row)
    assert not sheet_cache._page_file(row, 0).exists()


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"short",
        b"\xff" * 64,
        zlib.compress(b"[" + b" " * (100 << 20) + b"]") + struct.pack("<QQQ", 0, 10**9, 1),
        b"no page" + struct.pack("<QQQ", 0, 7, 1),
        struct.pack("<QQ", 2**63, 2**64 - 1) + struct.pack("<Q", 2**61),
    ],
)
def test_damaged_pages_are_not_used(tmp_path: Path, damaged: bytes) -> None:
    path = tmp_path / "pages"
    path.write_bytes(damaged)
    assert row_pages.read(path, 0) is None


def test_oldest_cached_pages_are_removed_first(
    workbook: Workbook, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.BAKEOFF_HOME = tmp_path
    monkeypatch.setattr(sheet_cache, "MOST_FOLDER_BYTES", 2500)
    places = []
    for index in range(3):
        with sheet_cache.new_page_file() as (path, target):
            target.write(b"x" * 1000)
            target.flush()
            sheet_cache.store_page_file(workbook, index, path)
        places.append(sheet_cache._page_file(workbook, index))
        os.utime(places[-1], (index, index))
    assert [place.exists() for place in places] == [False, True, True]
