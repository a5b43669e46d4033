"""A large upload shows first rows and progress, and only to the person who sent it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import Page, expect

from tests.webapp.rows_for_pages import make_person, sign_in
from webapp.workbooks import upload_progress

TOKEN = "0123456789abcdef" * 2
CSV = "name;count\n" + "".join(f"name {n};{n}\n" for n in range(2000))


@pytest.fixture
def small_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upload_progress, "FROM_BYTES", 1)


def sent(client: Any, token: str) -> Any:
    """Upload a file as the page does; return the answer."""
    file = SimpleUploadedFile("a.csv", CSV.encode())
    return client.post("/workbooks/", {"file": file, "progress": token}, headers={"Accept": "application/json"})


@pytest.mark.django_db
@pytest.mark.usefixtures("small_is_large")
def test_first_rows_are_for_the_person_who_sends_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading.Thread, "start", threading.Thread.run)
    mia, zoe = sign_in(make_person("mia")), sign_in(make_person("zoe"))
    assert sent(mia, TOKEN).status_code == 200
    first = mia.get(f"/workbooks/uploads/{TOKEN}/").json()["first"]
    assert (first["sheet"], first["rows"][:2]) == ("a.csv", [["name", "count"], ["name 0", "0"]])
    assert zoe.get(f"/workbooks/uploads/{TOKEN}/").json() == {"share": None, "first": None}


@pytest.mark.django_db
@pytest.mark.usefixtures("small_is_large")
def test_missing_or_invalid_token_reveals_nothing() -> None:
    mia = sign_in(make_person("mia"))
    for token in ("", "x" * 32, TOKEN * 9):
        assert sent(mia, token).status_code == 200
    assert mia.get(f"/workbooks/uploads/{'x' * 32}/").json() == {"share": None, "first": None}


@pytest.mark.django_db(transaction=True)
def test_page_shows_first_rows_and_how_far_reading_is(page: Page, enter: Callable[..., str], tmp_path: Path) -> None:
    page.goto(f"{enter(page, make_person('mia'))}/workbooks/")
    page.route("**/workbooks/", lambda route: None if route.request.method == "POST" else route.continue_())
    progress = {"share": 0.42, "first": {"sheet": "Data", "rows": [["name", "<b>count</b>"], ["nut", "5"]]}}
    page.route("**/workbooks/uploads/*/", lambda route: route.fulfill(json=progress))
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n" * (upload_progress.FROM_BYTES // 4))
    page.get_by_label("Choose a workbook").set_input_files(path)
    expect(page.locator(".upload-answers")).to_contain_text("Checking a.csv: 42 % read")
    table = page.get_by_role("region", name="First rows of Data")
    expect(table.locator("tr")).to_have_count(2)
    expect(table).to_contain_text("<b>count</b>")
    page.get_by_role("button", name="Cancel").click()
    expect(table).to_have_count(0)
