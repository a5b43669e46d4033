"""Static files that change while the site runs are served as they are, with their own length."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.test import Client


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """A folder of static files with a style sheet."""
    settings.STATICFILES_DIRS = [tmp_path]
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "site.css").write_text("a {}")
    return tmp_path


@pytest.fixture
def client(folder: Path) -> Client:
    """A client of a site that has served the style sheet before."""
    client = Client()
    assert content_of(client.get("/static/css/site.css")) == b"a {}"
    return client


def content_of(response: Any) -> bytes:
    """Return the content of a file; its length is the one in the header."""
    assert response.status_code == 200
    content = b"".join(response.streaming_content)
    assert response["Content-Length"] == str(len(content))
    return content


@pytest.mark.parametrize("text", ["a { color: red }", "a", "b {}"], ids=["longer", "shorter", "as long"])
def test_changed_file_is_served_whole_and_is_not_taken_for_the_old_one(text: str, folder: Path, client: Client) -> None:
    before = client.get("/static/css/site.css")
    content_of(before)
    path = folder / "css" / "site.css"
    path.unlink()
    path.write_text(text)
    os.utime(path, (time.time() + 5, time.time() + 5))
    after = client.get("/static/css/site.css", headers={"if-none-match": before["ETag"]})
    assert content_of(after) == text.encode()
    assert client.get("/static/css/site.css", headers={"if-none-match": after["ETag"]}).status_code == 304
    assert "max-age=60" in after["Cache-Control"]


def test_added_file_is_served_and_removed_one_is_not_found(folder: Path, client: Client) -> None:
    assert client.get("/static/css/new.css").status_code == 404
    (folder / "css" / "new.css").write_text("b {}")
    assert content_of(client.get("/static/css/new.css")) == b"b {}"
    (folder / "css" / "new.css").unlink()
    assert client.get("/static/css/new.css").status_code == 404


@pytest.mark.parametrize("address", ["", "css", "css/", "../settings.py", "css/../../x", "css//site.css"])
def test_nothing_else_is_served(address: str, folder: Path, client: Client) -> None:
    (folder.parent / "x").write_text("secret")
    assert client.get(f"/static/{address}").status_code == 404
    assert client.post("/static/css/site.css").status_code == 405
