"""The page that moves a team: its admin downloads an archive, and another team imports it by page and API."""

from __future__ import annotations

import io
import tarfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evaluations.models import Run, Suite, Team
from evaluations.records import Verdict
from tests import factories
from tests.webapp.api_client import body_of, caller
from tests.webapp.page_text import html_of, streamed
from tests.webapp.rows_for_pages import sign_in
from webapp.operation import move_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    """A team with one finished run."""
    team = factories.make_team("Source")
    run = factories.make_run(factories.make_suite(team=team), [factories.make_model()], title="moves")
    factories.finish_run(run, [Verdict.PASSED, Verdict.FAILED])
    return team


def download(team: Team) -> bytes:
    response = sign_in(factories.make_person(f"boss of {team.slug}", team, "admin")).get("/team/move/archive/")
    assert response.status_code == 200
    assert f'filename="bakeoff-{team.slug}.tar.gz"' in response["Content-Disposition"]
    return streamed(response)


def as_file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("team.tar.gz", content, content_type="application/gzip")


def test_archive_of_one_team_goes_into_another_by_page_and_again_by_api(team: Team) -> None:
    content = download(team)
    target = factories.make_team("Target")
    boss = sign_in(factories.make_person("boss", target, "admin"))
    text = html_of(boss.post("/team/move/", {"file": as_file(content)}))
    assert "Added: 1 suite, 1 run, 2 answers" in text
    moved = Run.objects.get(team=target)
    assert "moves" in html_of(boss.get("/runs/"))
    assert boss.get(f"/runs/{moved.pk}/").status_code == 200
    assert boss.get(f"/candidates/{moved.candidates.values_list('pk', flat=True)[0]}/").status_code == 200
    done = body_of(caller("admin", target).upload("team/archive", file=as_file(content)))
    assert done["sentence"].endswith("Here already: 1 suite, 1 run.")
    assert not any(done["added"].values())
    assert Run.objects.filter(team=target).count() == 1


def test_token_downloads_the_archive(team: Team) -> None:
    response = caller("admin", team).get("team/archive")
    with tarfile.open(fileobj=io.BytesIO(streamed(response))) as tar:
        assert {"database/run", "database/vote", "manifest.json"} <= set(tar.getnames())


@pytest.mark.parametrize("content", [b"", b"no archive at all", b"\x1f\x8b\x08"])
def test_other_file_than_an_archive_is_refused_with_a_sentence(content: bytes, team: Team) -> None:
    response = sign_in(factories.make_person("boss", team, "admin")).post("/team/move/", {"file": as_file(content)})
    assert response.status_code == 422
    assert 'role="alert">team.tar.gz ' in html_of(response), "the sentence names the file as it was uploaded"


def test_large_teams_and_archives_are_referred_to_the_command(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    content = download(team)
    boss = sign_in(factories.make_person("boss", team, "admin"))
    monkeypatch.setattr(move_team, "MAX_MOVED_BYTES", 1000)
    assert "unpacks to more than 1,000 bytes" in html_of(boss.post("/team/move/", {"file": as_file(content)}))
    monkeypatch.undo()
    monkeypatch.setattr(move_team, "MAX_MOVED_ANSWERS", 1)
    assert "Use manage.py import_team." in html_of(boss.post("/team/move/", {"file": as_file(content)}))
    refused: Any = boss.get("/team/move/archive/")
    assert refused.status_code == 422
    assert "Use manage.py export_team." in html_of(refused)
    assert Suite.objects.filter(team=team).count() == 1
