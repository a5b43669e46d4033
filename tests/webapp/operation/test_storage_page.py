"""The page Storage: a preview, then a question with what is removed; only the button there removes it."""

from __future__ import annotations

import errno
import html
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import now

from evaluations.actions import free_space
from evaluations.models import Grading, Membership, Run
from evaluations.records import Verdict
from tests.factories import finish_run, grade, make_model, make_run, make_suite, make_team
from tests.webapp.rows_for_pages import make_person, sign_in

pytestmark = pytest.mark.django_db
RULES = {"gradings": 1, "days": 0}


@pytest.fixture
def boss() -> Client:
    return sign_in(make_person("boss", role=Membership.Role.ADMIN))


@pytest.fixture
def older() -> list[int]:
    """Gradings that are not the newest of their answer: of the own team, and of another one."""
    pks = []
    for team in (make_team(), make_team("Other")):
        run = make_run(make_suite(team=team), [make_model(f"box/{team.slug}")])
        finish_run(run, [Verdict.FAILED])
        first = Grading.objects.filter(candidate__run=run).order_by("pk").values_list("pk", flat=True)[0]
        grade(run.candidates.get(pk=Grading.objects.get(pk=first).candidate_id), Verdict.PASSED, "Again", {})
        pks.append(first)
    return pks


def is_complete(pk: int) -> bool:
    return Grading.objects.get(pk=pk).thinned_at is None


def test_question_shows_what_is_removed_and_only_its_button_removes_it(boss: Client, older: list[int]) -> None:
    preview = html.unescape(boss.get("/storage/", RULES).content.decode())
    assert "/storage/free/?gradings=1&days=0" in preview
    question = html.unescape(boss.get("/storage/free/", RULES).content.decode())
    assert "It cannot be undone." in question
    assert "Older gradings" in question
    assert "Keep it" in question
    assert is_complete(older[0])
    assert boss.post("/storage/", RULES).status_code == 405
    assert is_complete(older[0])
    response = boss.post("/storage/free/", RULES, follow=True)
    assert "Verdicts, answers and code stay." in html.unescape(response.content.decode())
    assert [is_complete(pk) for pk in older] == [False, True], "another team's gradings stay"


def test_nothing_to_free_has_no_button(boss: Client) -> None:
    assert "These rules would free nothing." in boss.get("/storage/?gradings=1&days=30").content.decode()
    page = boss.get("/storage/free/?gradings=1&days=30").content.decode()
    assert "These rules would free nothing." in page
    assert 'class="danger"' not in page


def test_second_press_says_that_nothing_is_left(boss: Client, older: list[int]) -> None:
    boss.post("/storage/free/", RULES)
    page = html.unescape(boss.post("/storage/free/", RULES, follow=True).content.decode())
    assert "There was nothing to free" in page


def test_page_says_when_more_is_left(boss: Client, older: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.operation.views.LONGEST_S", -1.0)
    page = html.unescape(boss.post("/storage/free/", RULES, follow=True).content.decode())
    assert "There is more than one press can remove" in page
    assert "Removed" not in page


def test_older_gradings_of_an_old_run_are_all_removed_by_one_press(boss: Client, older: list[int]) -> None:
    Run.objects.update(finished_at=now() - timedelta(days=9))
    page = html.unescape(boss.post("/storage/free/", {"gradings": 1, "days": 5}, follow=True).content.decode())
    assert "Removed 1 older grading and the evidence of 1 run, about" in page
    assert "more than one press" not in page


def test_failure_midway_keeps_what_was_freed_and_the_next_press_goes_on(
    older: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    Run.objects.update(finished_at=now() - timedelta(days=9))
    boss, rules = sign_in(make_person("boss", role=Membership.Role.ADMIN)), {"gradings": 1, "days": 5}

    def fail(pks: list[int]) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(free_space, "_thin_evidence", fail)
    failed = boss.post("/storage/free/", rules)
    assert (failed.status_code, "The disk is full" in failed.content.decode()) == (507, True)
    assert not is_complete(older[0])
    monkeypatch.undo()
    page = html.unescape(boss.post("/storage/free/", rules, follow=True).content.decode())
    assert "the evidence of 1 run" in page


def test_wrong_rules_are_refused_with_the_form(boss: Client) -> None:
    assert boss.get("/storage/?gradings=0").status_code == 422
    assert boss.get("/storage/free/?gradings=0").status_code == 422
    assert boss.post("/storage/free/", {"gradings": 0}).status_code == 422
    assert boss.get("/storage/free/?gradings=many").status_code == 422


def test_only_admins_see_either_page() -> None:
    member = sign_in(make_person("mia"))
    assert member.get("/storage/").status_code == member.get("/storage/free/").status_code == 403
    assert member.post("/storage/free/", RULES).status_code == 403
