"""css/all_pages.css: the style sheets of all pages in one file."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils.http import http_date

from tests.webapp.page_text import streamed
from webapp.site import joined_styles
from webapp.site.joined_styles import IN_MEMORY, NAME, PARTS, SOURCES, joined_file

TEMPLATES = Path(__file__).parents[3] / "templates"


def test_parts_are_joined_in_their_order() -> None:
    text = joined_file().read_text()
    starts = [text.index((SOURCES / f"{part}.css").read_text()) for part in PARTS]
    assert starts == sorted(starts)
    assert finders.find(NAME) == str(joined_file())
    assert finders.find("css/unknown.css") is None


def test_changed_part_is_joined_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    for part in PARTS:
        (tmp_path / f"{part}.css").write_text(f".{part} {{}}\n")
    monkeypatch.setattr(joined_styles, "SOURCES", tmp_path)
    assert joined_file().read_text().startswith(".base {}\n.frame {}\n")
    assert streamed(client.get(f"/static/{NAME}")).startswith(b".base {}")
    (tmp_path / "base.css").write_text(".other {}\n")
    assert streamed(client.get(f"/static/{NAME}")).startswith(b".other {}\n.frame {}\n")


def test_all_processes_give_it_the_time_of_its_newest_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    """With a time for each process, a browser would load the same styles again after a start and from another one."""
    for at, part in enumerate(PARTS):
        (tmp_path / f"{part}.css").write_text(f".{part} {{}}\n")
        os.utime(tmp_path / f"{part}.css", (1_700_000_000 - at, 1_700_000_000 - at))
    monkeypatch.setattr(joined_styles, "SOURCES", tmp_path)
    response = client.get(f"/static/{NAME}")
    assert streamed(response)
    assert response["Last-Modified"] == http_date(1_700_000_000)


def test_full_disk_does_not_stop_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    joined_styles._joined.cache_clear()
    monkeypatch.setattr(joined_styles, "gettempdir", lambda: "/dev/full")
    assert str(joined_file()).startswith(IN_MEMORY)
    assert joined_file().read_text().startswith((SOURCES / "base.css").read_text())
    joined_styles._joined.cache_clear()


def test_site_serves_it(client: Client) -> None:
    response = client.get(f"/static/{NAME}")
    assert response.status_code == 200
    assert streamed(response) == joined_file().read_bytes()


def test_pages_do_not_link_the_parts() -> None:
    """Rules would count twice, and in another order."""
    links = [f"css/{part}.css" for part in PARTS]
    assert [path for path in TEMPLATES.rglob("*.html") if any(link in path.read_text() for link in links)] == []
