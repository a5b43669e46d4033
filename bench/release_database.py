"""Make the database that the next release must be able to read: `python -m bench.release_database VERSION`.

It writes tests/fixtures/releases/VERSION.sqlite3.gz by the product's own commands, jobs and API: a suite, stored
answers graded by a real execute worker and regraded once, a trial that was applied and one that was not, a workbook, a
comment, a share link. Of every other page there are the rows of the tests of all pages. Run it at each release.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.line import ROOT, SUITE
from bench.site_processes import own_home, prepare, started
from tests.processes import wait_until

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from evaluations.models import Run
    from tests.webapp.matrix_world import World

RELEASES = ROOT / "tests" / "fixtures" / "releases"
N_ANSWERS = 30
N_STRICTER = 3


def make_rows_of_every_page() -> None:
    """Make the first admin, and what the tests of all pages need."""
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from evaluations.models import ModelServer
    from tests.webapp.matrix_world import build

    call_command("sign_in_link")
    person = User.objects.get(username="admin")
    person.set_password("correct horse battery")
    person.save()
    world = build()
    ModelServer.objects.filter(pk=world.server.pk).update(host="host-a")
    make_rarer_rows(world, person)


def make_rarer_rows(world: World, person: User) -> None:
    """Make one row of each table that the tests of all pages leave empty."""
    from evaluations import models
    from evaluations.stored_json import StoredPrompt

    run, answer, model = world.run, world.candidate, world.model
    grading = models.Grading.objects.filter(candidate=world.second).earliest("pk")
    ids = {"model_ids": [model.pk], "task_ids": [world.task.pk]}
    plan = models.AdaptivePlan.objects.create(run=run, most_rounds=3, seed="7", ending="", **ids)
    models.AdaptiveRound.objects.create(plan=plan, number=1, n_asked=1, **ids)
    prompt = StoredPrompt(messages=[{"role": "user", "content": "Once more."}], strategy="repair")
    models.Round.objects.create(candidate=world.second, number=1, grading=grading, prompt=prompt, stop_reason="stop")
    models.MutationScore.objects.create(digest="0" * 64, n_mutants=3, n_refused=3)
    models.ModelProbe.objects.create(model=model, state="done", asked_by=person)
    models.ModelAction.objects.create(model=model, kind="load", asked_by=person)
    models.Delivery.objects.create(webhook=world.webhook, event="run.ended", run=run)
    models.OidcIdentity.objects.create(user=person, issuer="https://login.example", subject="ada")
    models.Preferences.objects.create(user=person, theme="dark")
    models.FavouriteModel.objects.create(user=person, model=model)
    models.EditorEndpoint.objects.create(team=world.team, is_open=True, changed_by=person)
    models.EditorRecording.objects.create(membership=models.Membership.objects.get(user=person))
    models.FollowUp.objects.create(version=world.conversation.versions.get(), parent=run.suite_version, answer=answer)
    models.InUse.objects.create(team=world.team, purpose="excel", model=model, reason="It reads all files.")
    models.KnownAnswer.objects.create(person=person, candidate=answer)
    suite = run.suite_version.suite
    models.AutomaticRun.objects.create(schedule=world.schedule, suite=suite, digest="d", model=model, run=run)
    make_annotations(run, person)
    world.schedule.servers.add(world.server)
    world.campaign.reviewers.add(person)


def make_annotations(run: Run, person: User) -> None:
    """Give a run a star, a tag and a note."""
    from evaluations.models import Note, Star, Tag

    Star.objects.create(run=run, person=person)
    Tag.objects.create(run=run, text="stored")
    Note.objects.create(run=run, text="Of the release.")


def add_worker() -> None:
    """Add a worker that gave a sign of life. Each start of a worker removes those that are gone."""
    from evaluations.models import Worker

    Worker.objects.beat("execute-host-a-1-abcd", "host-a", 1, ("h1", "1"))


def import_and_grade() -> Run:
    """Import stored answers of a shipped suite, grade them, and regrade them as by the button."""
    from django.core.management import call_command

    from evaluations.actions.apply_bulk_change import change_run
    from evaluations.actions.import_answers import import_answers
    from evaluations.models import Suite, Team
    from evaluations.models.changes import ChangeKind
    from evaluations.runner.answers import read_answers
    from evaluations.runner.imports import save_shipped_conditions
    from evaluations.tasks import wake

    folder = ROOT / "suites" / SUITE
    call_command("import_suite", "folder", str(folder), verbosity=0)
    save_shipped_conditions(folder)
    version = Suite.objects.get(team=Team.objects.default(), slug=SUITE).latest()
    assert version is not None
    answers = list(read_answers(folder / "answers.jsonl.gz", print))
    run = import_answers(version, answers[:N_ANSWERS], title="release").run
    assert run is not None
    wake()
    wait_for_graded(run)
    change_run(run, ChangeKind.REGRADE, by=None)
    wake()
    wait_for_graded(run)
    return run


def wait_for_graded(run: Run) -> None:
    """Wait until every answer of the run has its verdict."""
    wait_until(lambda: not run.candidates.exclude(state="done").exists(), 300, 0.1)


def try_other_checks(run: Run) -> None:
    """Grade the stored answers with the checks of a new version: a trial is applied, another one stays open."""
    from evaluations.actions.grading_trials import apply_trial, start_trial
    from evaluations.actions.save_suite import save_version
    from evaluations.models import GradingTrial
    from evaluations.tasks.suite_jobs import wake_trial

    answered = set(run.candidates.values_list("task__slug", flat=True).order_by("task__slug")[:N_STRICTER])
    specs = [task.to_spec() for task in run.suite_version.tasks.order_by("position")]
    for number, spec in enumerate(specs):
        if spec.slug in answered and spec.checks is not None:
            checks = replace(
                spec.checks, source=f"{spec.checks.source}\ntest('exists', () => expect(true).toBe(true));\n"
            )
            specs[number] = replace(spec, checks=checks)
    version = save_version(run.suite_version.suite, specs)
    for key in ("applied", "open"):
        trial, _ = start_trial(run.team, version, key=key, by=None)
        wake_trial(trial)
        wait_until(lambda pk=trial.pk: GradingTrial.objects.get(pk=pk).is_done, 120, 0.1)  # type: ignore[misc]
        if key == "applied":
            apply_trial(GradingTrial.objects.get(pk=trial.pk), None)


def use_the_api(run: Run) -> None:
    """Make rows that people make: a workbook, a comment, a share link. Then what periodic jobs make of all rows."""
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    from evaluations import tasks
    from evaluations.models import ApiToken, Membership
    from evaluations.models.tokens import scopes_of

    settings.ALLOWED_HOSTS = ["*"]
    member = Membership.objects.get(user=User.objects.get(username="admin"))
    _, secret = ApiToken.objects.make(member, "release", scopes_of(member), None)
    client = Client(headers={"Authorization": f"Bearer {secret}"})

    def send(path: str, body: Any) -> None:
        headers = {"Idempotency-Key": path}
        text = json.dumps(body)
        response = client.post(f"/api/v1/{path}", text, content_type="application/json", headers=headers)
        assert response.status_code < 300, (path, response.content)

    upload = SimpleUploadedFile("stock.xlsx", workbook())
    assert client.post("/api/v1/workbooks", {"file": upload}).status_code == 201
    answer = run.candidates.order_by("pk").first()
    assert answer is not None
    send(f"candidates/{answer.pk}/comments", {"text": "Short and right."})
    send("share-links", {"run": run.pk, "days": 30})
    for job in (tasks.profile_answers, tasks.index_texts):
        job()


def workbook() -> bytes:
    """Return a small workbook."""
    import openpyxl

    book, content = openpyxl.Workbook(), BytesIO()
    assert book.active is not None
    for row in (["name", "amount"], ["ink", 3], ["paper", 500]):
        book.active.append(row)
    book.save(content)
    return content.getvalue()


def pack(database: Path, to: Path) -> None:
    """Write a compressed copy without sessions."""
    compact = database.with_name("compact.sqlite3")
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("DELETE FROM django_session")
        connection.execute("VACUUM INTO ?", [str(compact)])
    to.parent.mkdir(parents=True, exist_ok=True)
    with gzip.GzipFile(to, "wb", mtime=0) as packed:
        packed.write(compact.read_bytes())


def main() -> int:
    """Make the database."""
    target = RELEASES / f"{sys.argv[1]}.sqlite3.gz"
    with own_home("release") as home:
        prepare(home)
        make_rows_of_every_page()
        with started(home, ("broker", "execute")):
            run = import_and_grade()
            try_other_checks(run)
            use_the_api(run)
        add_worker()
        pack(home / "bakeoff.sqlite3", target)
    print(f"{target}: {target.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
