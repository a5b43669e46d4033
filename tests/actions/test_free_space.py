"""Retention: what is deleted, what is kept, and that the dry run lists what will be deleted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils.timezone import now

from evaluations.actions.clean_up import clean_up
from evaluations.actions.free_space import Rules, free_space, plan_space
from evaluations.actions.remove_deleted import remove_unneeded_files
from evaluations.models import (
    Candidate,
    Grading,
    Installation,
    Run,
    SignInLink,
    Star,
    StoredFile,
    Tally,
    Thought,
)
from evaluations.models.installation import BACKUP_STEP
from evaluations.records import Verdict
from tests.factories import finish, make_model, make_person, make_run, make_suite

pytestmark = pytest.mark.django_db
RULES = Rules(gradings_kept=2, days=0)


def a_run(n_gradings: int = 4, name: str = "starter") -> Run:
    """A run whose answers were graded this many times, each time with another picture."""
    run = make_run(make_suite(slug=name), [make_model(f"box/{name}")])
    for number in range(n_gradings):
        for candidate in run.candidates.all():
            Grading.objects.filter(candidate=candidate).update(is_current=False)
            picture = StoredFile.objects.store(f"picture {candidate.pk} {number}".encode(), "image/png")
            verdict = Verdict.PASSED if number % 2 else Verdict.FAILED
            grading = finish(candidate, verdict) if not number else again(candidate, verdict)
            assert grading is not None
            Grading.objects.filter(pk=grading.pk).update(screenshot=picture)
    Run.objects.filter(pk=run.pk).update(state="done", finished_at=now())
    return run


def again(candidate: Candidate, verdict: Verdict) -> Grading:
    old = Grading.objects.filter(candidate=candidate).latest("pk")
    old.pk, old.verdict, old.is_current = None, verdict, True
    old.save()
    return old


def age(run: Run, days: int) -> None:
    Run.objects.filter(pk=run.pk).update(finished_at=now() - timedelta(days=days))


def figures() -> list[Any]:
    return list(Tally.objects.order_by("pk").values()) + list(Candidate.objects.order_by("pk").values())


def test_newest_gradings_stay_whole_and_older_ones_keep_their_verdict() -> None:
    run = a_run()
    before = figures()
    planned = plan_space(RULES)
    assert (planned.n_older, planned.n_pictures) == (4, 4)
    assert planned.older_bytes > 1000
    assert Grading.objects.filter(thinned_at=None).count() == 8, "a plan changes nothing"
    assert free_space(RULES) == planned
    for candidate in run.candidates.all():
        newest_first = list(candidate.gradings.order_by("-pk"))
        assert [bool(grading.files) for grading in newest_first] == [True, True, False, False]
        assert [bool(grading.screenshot) for grading in newest_first] == [True, True, False, False]
        assert [grading.verdict for grading in newest_first] == ["passed", "failed", "passed", "failed"]
        assert newest_first[3].thinned_at
    assert figures() == before
    assert plan_space(RULES).n_bytes == 0
    assert free_space(RULES).n_older == 0, "harmless to repeat"


def test_grading_that_counts_is_never_thinned_however_old() -> None:
    run = a_run()
    for candidate in run.candidates.all():  # a change was undone: the first grading counts again
        first = candidate.gradings.earliest("pk")
        Grading.objects.filter(candidate=candidate).update(is_current=False)
        Grading.objects.filter(pk=first.pk).update(is_current=True)
    free_space(Rules(gradings_kept=1, days=0))
    assert all(grading.files for grading in Grading.objects.filter(is_current=True))


def test_picture_that_is_used_elsewhere_is_kept() -> None:
    run = a_run()
    shared = StoredFile.objects.store(b"shown twice", "image/png")
    Grading.objects.update(screenshot=shared)
    free_space(RULES)
    assert default_storage.exists(shared.storage_name)
    assert run.candidates.count() * 2 == Grading.objects.filter(screenshot=shared).count()


def test_evidence_of_old_runs_is_removed_but_answers_code_and_verdicts_are_kept() -> None:
    old, recent = a_run(1), a_run(1, "recent")
    age(old, 91)
    age(recent, 89)
    Thought.objects.create(candidate=old.candidates.all()[0], text="so long")
    rules, before = Rules(gradings_kept=3, days=90), figures()
    planned = plan_space(rules)
    assert (planned.n_runs, planned.n_evidence, planned.n_thoughts) == (1, old.candidates.count(), 1)
    assert free_space(rules) == planned
    for grading in Grading.objects.filter(candidate__run=old):
        assert grading.files
        assert grading.verdict == "failed"
        assert (grading.reports, grading.screenshot) == ([], None)
    assert all(grading.reports for grading in Grading.objects.filter(candidate__run=recent))
    assert all(row.generation.text for row in old.candidates.select_related("generation"))
    assert figures() == before
    assert plan_space(rules).n_runs == 0
    age(old, 0)  # regraded: its evidence is new
    Run.objects.filter(pk=old.pk).update(thinned_at=now() - timedelta(days=1))
    assert plan_space(Rules(gradings_kept=3, days=0)).n_runs == 0


def test_starred_run_keeps_its_evidence() -> None:
    run = a_run(1)
    age(run, 1000)
    Star.objects.create(run=run, person=make_person("ada"))
    assert plan_space(Rules(gradings_kept=3, days=1)).n_runs == 0


def test_retention_rules_of_one_team_do_not_affect_other_teams() -> None:
    run = a_run()
    other = make_person("eve").memberships.get().team
    assert plan_space(Rules(gradings_kept=2, days=0, team=run.team)).n_older == 4
    from evaluations.models import Team

    stranger = Team.objects.create(name="Other", slug="other")
    assert plan_space(Rules(gradings_kept=1, days=1, team=stranger)).n_bytes == 0
    assert other == run.team


def test_command_shows_first_and_removes_when_asked(capsys: pytest.CaptureFixture[str]) -> None:
    a_run()
    call_command("free_space", "--gradings", "1")
    output = capsys.readouterr().out
    assert "6 older gradings would be removed" in output
    assert "Nothing was changed" in output
    assert Grading.objects.filter(thinned_at=None).count() == 8
    call_command("free_space", "--gradings", "1", "--apply")
    assert "6 older gradings removed" in capsys.readouterr().out
    assert Grading.objects.filter(thinned_at=None).count() == 2


@pytest.mark.django_db(transaction=True)
def test_daily_clean_up_removes_expired_sessions_links_and_unused_files() -> None:
    Installation.objects.ensure()
    ada = make_person("ada")
    Session.objects.create(session_key="old", session_data="", expire_date=now() - timedelta(seconds=5))
    Session.objects.create(session_key="new", session_data="", expire_date=now() + timedelta(days=1))
    SignInLink.make(ada)
    SignInLink.objects.create(user=ada, secret_hash="0" * 64, created_at=now() - timedelta(days=2))
    unused, young = StoredFile.objects.store(b"unused"), StoredFile.objects.store(b"uploaded just now")
    StoredFile.objects.filter(pk=unused.pk).update(created_at=now() - timedelta(days=2))
    done = clean_up()
    assert (done.n_sessions, done.n_links, done.n_files) == (1, 1, 1)
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    assert SignInLink.objects.count() == 1
    assert not default_storage.exists(unused.storage_name)
    assert default_storage.exists(young.storage_name)


@pytest.mark.django_db(transaction=True)
def test_bytes_without_a_row_are_removed_except_during_a_backup_or_on_a_host_with_other_files(
    settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path
    row = Installation.objects.ensure()
    row.write_mark()
    kept, left = StoredFile.objects.store(b"kept"), StoredFile.objects.store(b"left")
    Installation.objects.keep_files(BACKUP_STEP)
    remove_unneeded_files({left.pk})
    monkeypatch.setattr("evaluations.actions.clean_up.UNUSED_AFTER", timedelta(seconds=-5))
    assert clean_up().n_unknown_files == 0
    Installation.objects.keep_files(None)
    Installation.objects.update(storage_mark="another")
    assert clean_up().n_unknown_files == 0
    Installation.objects.update(storage_mark=row.storage_mark)
    default_storage.save("aa/notes.txt", ContentFile(b"of somebody else"))
    kept.workbooks.all()
    assert clean_up().n_unknown_files in (1, 2)
    assert not default_storage.exists(left.storage_name)
    assert default_storage.exists("aa/notes.txt")
