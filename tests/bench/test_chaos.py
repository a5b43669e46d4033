"""The fault bench notices lost, doubled and changed answers. Its short form runs with `make test-full`."""

from __future__ import annotations

import subprocess
import sys

import httpx
import pytest
from django.template.loader import render_to_string

from bench.chaos import rounds
from bench.chaos.faults import FAULTS
from bench.chaos.watch import PROMISE, Watcher
from bench.chaos.work import Work, compare_results, verdicts
from evaluations.models import Candidate, Grading, Run, State
from evaluations.queries.counts import Progress
from evaluations.stored_json import StoredExtraction
from tests import factories
from tests.environment import needs_time
from tests.processes import ROOT
from tests.webapp.rows_for_pages import make_person, sign_in

SHORT = "kill-execute,kill-zygote,kill-supervisor,stop-generate,broker-full,disk-full,read-only,kill-web"


def graded(candidate: Candidate, verdict: str = "passed") -> Grading:
    """Add a grading and make it the current one."""
    candidate.gradings.update(is_current=False)
    Candidate.objects.filter(pk=candidate.pk).update(state=State.DONE, verdict=verdict, taken_by="")
    return Grading.objects.create(
        candidate=candidate,
        extraction=StoredExtraction(),
        verdict=verdict,
        extractor_version="1",
        harness_version="1",
        grader_version="1",
    )


@pytest.fixture
def run(db: None) -> Run:
    """Three answers to different tasks, all passed."""
    version = factories.make_suite([factories.make_spec(f"task-{i}") for i in range(3)])
    new_run = factories.make_run(version, [factories.make_model()])
    for candidate in new_run.candidates.all():
        factories.answer(candidate, "text")
        graded(candidate)
    Run.objects.update(state="done")
    return new_run


def regrade(run: Run) -> tuple[Work, list[Candidate]]:
    """Regrade all answers of the run."""
    rows = list(run.candidates.all())
    return Work(regraded={row.pk for row in rows}), rows


def test_good_round_reports_no_problem(run: Run) -> None:
    reference = verdicts([row.pk for row in run.candidates.all()])
    work, rows = regrade(run)
    for row in rows:
        graded(row)
    judgement = compare_results(work, reference)
    assert (judgement.lost, judgement.doubled, judgement.stale, judgement.changed, judgement.unknown) == (
        0,
        0,
        0,
        [],
        {},
    )
    assert work.is_over()


def test_damage_of_a_fault_is_counted(run: Run) -> None:
    reference = verdicts([row.pk for row in run.candidates.all()])
    work, (doubled, changed, lost) = regrade(run)
    graded(doubled)
    graded(doubled)
    graded(changed, "failed")
    Candidate.objects.filter(pk=lost.pk).update(state=State.EXECUTING, taken_by="execute-gone")
    judgement = compare_results(work, reference)
    assert (judgement.lost, judgement.doubled, judgement.stale) == (1, 1, 1)
    assert judgement.changed[0].startswith("passed → failed")
    assert work.n_open() == 1


def test_answers_that_are_graded_for_ever_are_stuck(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "LONGEST_S", 0.5)
    Run.objects.update(state="running")
    work, (first, *_) = regrade(run)
    Candidate.objects.filter(pk=first.pk).update(state=State.EXECUTING)
    monkeypatch.setattr(Work, "n_graded", lambda _: graded(first).pk)
    assert rounds._stuck(work) == 1


def test_missing_candidate_is_lost(run: Run) -> None:
    work = Work(runs={run.pk: 4})
    for row in run.candidates.all():
        graded(row)
    assert compare_results(work, {}).lost == 1


@pytest.fixture
def watcher() -> Watcher:
    return Watcher("http://127.0.0.1:1", {}, [1])


def page_of(run: Run) -> httpx.Response:
    """Return the run's real page."""
    response = sign_in(make_person("member", run.team)).get(f"/runs/{run.pk}/")
    return httpx.Response(response.status_code, content=response.content)


def test_watcher_reads_progress_and_sentence_of_the_page(run: Run, watcher: Watcher) -> None:
    Run.objects.update(state="running")
    Candidate.objects.filter(pk=run.candidates.values("pk")[:1]).update(state=State.EXECUTING, verdict="")
    Run.objects.update(created_at="2026-01-01T00:00:00Z")
    watcher._read(run.pk, page_of(run))
    assert watcher._done == {run.pk: 2}
    assert any("No execute worker is running." in text for text in watcher.pages.notices)


def test_watcher_distinguishes_known_faults_from_broken_pages(watcher: Watcher) -> None:
    watcher._read(1, httpx.Response(503, text="<h1>No database</h1>"))
    watcher._read(1, httpx.Response(500, text="<h1>Our fault</h1>"))
    assert (dict(watcher.pages.notices), dict(watcher.pages.errors)) == ({"503 No database": 1}, {"500 Our fault": 1})


@pytest.mark.parametrize(
    ("left", "silent_s", "expected"),
    [
        ("~1 s\n  left", 60, (1, 1)),
        ("~1 s\n  left", 14, (0, 0)),
        ("~20 s left", 30, (1, 0)),
        ("~20 s left", 41, (1, 1)),
        ("~2 min left", 200, (1, 0)),
        ("~2 min left", 241, (1, 1)),
        ("running", 600, (1, 0)),
    ],
)
def test_page_with_an_expired_time_left_counts_as_misleading(
    watcher: Watcher, left: str, silent_s: float, expected: tuple[int, int]
) -> None:
    page = f'<span>3/4</span> <span class="muted">{left}</span>'
    watcher._read(1, httpx.Response(200, text=page))
    watcher._changed_at[1] -= silent_s
    watcher._read(1, httpx.Response(200, text=page))
    assert (watcher.pages.silent, watcher.pages.misleading) == expected


def test_running_run_does_not_hide_a_stalled_one() -> None:
    watcher = Watcher("http://127.0.0.1:1", {}, [1, 2])
    page = '<span>{}/9</span> <span class="muted">~3 s left</span>'
    watcher._read(1, httpx.Response(200, text=page.format(3)))
    watcher._changed_at[1] -= 30
    watcher._read(2, httpx.Response(200, text=page.format(5)))
    watcher._read(1, httpx.Response(200, text=page.format(3)))
    assert watcher.pages.misleading == 1


def test_watcher_knows_the_time_left_of_the_real_page(run: Run) -> None:
    run.state = Run.State.RUNNING
    progress = Progress(n=4, n_done=3, seconds_left=150.0, tokens_per_s=None, verdicts=[])
    match = PROMISE.search(render_to_string("runs/_progress.html", {"run": run, "progress": progress}))
    assert match
    assert match.groups() == ("2", "min")


def test_faults_of_the_short_form_exist() -> None:
    assert set(SHORT.split(",")) <= set(FAULTS)


def play(*words: str) -> str:
    """Return what the bench prints when every round is good."""
    command = [sys.executable, "-m", "bench.chaos", "--seed", "7", "--answers", "40", "--live", "2", *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=580)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    return done.stdout


@needs_time
@pytest.mark.timeout(600)
def test_short_form_ends_without_a_lost_answer() -> None:
    play("--rounds", "8", "--short", "--only", SHORT)


@needs_time
@pytest.mark.timeout(600)
def test_sqlite_locked_for_a_minute_loses_nothing_and_is_reported() -> None:
    output = play("--rounds", "1", "--long", "--only", "locked")
    assert "locked at" in output
    assert "for 60 s" in output
    assert "given no sign of life" in output or "503 No database" in output


@needs_time
@pytest.mark.timeout(600)
def test_postgres_unreachable_for_a_minute_loses_nothing_and_is_reported() -> None:
    output = play("--rounds", "1", "--long", "--only", "database-restart", "--database", "postgres")
    assert "away for 60 s" in output
    assert "503 No database" in output
