"""Answers without checks on pages, in exports and in the API; explanations of verdicts; our faults and forgeries."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.timezone import now

from evaluations.exports import html_report, run_rows
from evaluations.exports.junit import to_junit
from evaluations.exports.run_xlsx import write_run
from evaluations.management.commands.evaluate import Command, summary
from evaluations.models import Candidate, Grading, Run, State, Suite
from evaluations.queries.counts import progress
from evaluations.records import Completion, Message, Prompt, Sampling, Verdict
from evaluations.runner.store_answer import Exchange, store
from evaluations.workbooks.writing.run_sheet import MODEL_HEAD
from tests import factories
from tests.webapp.api_client import body_of, caller
from tests.webapp.file_rows import answered, keep_books, read_books
from tests.webapp.page_text import html_of

pytestmark = pytest.mark.django_db
V = Verdict


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


@pytest.fixture
def client() -> Client:
    return signed_in("mia")


def signed_in(name: str, role: str = "member") -> Client:
    client = Client()
    client.force_login(factories.make_person(name, role=role))
    return client


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return html_of(response)


def prompt_run(*verdicts: Verdict, n_models: int = 2) -> Run:
    """A run of a single prompt without checks."""
    version = factories.make_suite([factories.unchecked_spec()], slug="a-todo-list")
    Suite.objects.update(origin="prompt")
    run = factories.make_run(version, [factories.make_model(f"a/m{n}") for n in range(n_models)])
    factories.finish_run(run, verdicts or [V.UNCHECKED, V.RUNTIME_ERROR])
    return Run.objects.get(pk=run.pk)  # read again, with the changed suite


def mixed_run() -> Run:
    """A run over one task with checks and one without."""
    version = factories.make_suite([factories.make_spec("add"), factories.unchecked_spec()])
    run = factories.make_run(version, [factories.make_model("b/m0")])
    factories.finish_run(run, [V.PASSED, V.UNCHECKED])
    return run


@pytest.mark.parametrize("role", ["member", "viewer"])
def test_run_of_an_unchecked_prompt_shows_no_percentage(role: str) -> None:
    run = prompt_run()
    text = text_of(signed_in("tom", role), f"/runs/{run.pk}/")
    assert '<span class="glyph" aria-hidden="true">○</span> <span class="word">runs, unchecked</span> 1</a>' in text
    assert " %" not in text
    assert "v-passed" not in re.sub('<ul class="mark-legend".*?</ul>', "", text, flags=re.DOTALL)
    assert 'class="interval' not in text


def test_answer_page_says_that_no_test_checked_it(client: Client) -> None:
    run = prompt_run()
    first, second = run.candidates.order_by("pk")
    text = text_of(client, f"/candidates/{first.pk}/")
    assert '<a class="verdict v-unchecked"' in text
    assert "Runs, unchecked: Builds, loads and renders; no checks given. Code taken from the last block" in text
    assert "checks passed" not in text
    assert "Runtime error: TypeError" in text_of(client, f"/candidates/{second.pk}/")


def test_lists_of_runs_count_unchecked_apart(client: Client) -> None:
    prompt_run()
    text = text_of(client, "/runs/")
    assert "verdict=unchecked" in text
    assert "○ 1" in text
    for address in ("/", "/runs/"):
        assert "of 2" not in text_of(client, address)


def test_suite_with_unchecked_tasks_leaves_them_out_of_every_rate(client: Client) -> None:
    run = mixed_run()
    assert "</a> of 1" in text_of(client, "/")
    for address in ("/compare/", "/compare/leaderboard/"):
        text = text_of(client, address)
        assert "Unchecked" in text, address
        assert "verdict=unchecked" in text, address
    text = text_of(client, f"/runs/{run.pk}/?show=unchecked")
    assert "a todo list" in text
    assert ">add</a>" not in text


def test_many_unchecked_samples_are_counted_without_a_share(client: Client) -> None:
    version = factories.make_suite([factories.unchecked_spec()])
    run = factories.make_run(version, [factories.make_model()], n_samples=7)
    factories.finish_run(run, [V.UNCHECKED])
    text = text_of(client, f"/runs/{run.pk}/")
    assert "7 of 7: runs, unchecked" in text
    assert "0 of 0 passed" not in text


def test_answers_are_found_by_the_verdict(client: Client) -> None:
    run = prompt_run()
    text = text_of(client, f"/candidates/?run={run.pk}&verdict=unchecked")
    assert "no checks given" in text
    assert "TypeError" not in text
    body = body_of(caller().get(f"candidates?run={run.pk}&verdict=unchecked"))
    assert [(item["verdict"], item["score"]) for item in body["items"]] == [("unchecked", None)]


def test_api_explains_and_counts_it() -> None:
    run, mia = prompt_run(), caller()
    pk = run.candidates.order_by("pk").values_list("pk", flat=True)[0]
    body = body_of(mia.get(f"candidates/{pk}"))
    assert body["why"].startswith("Runs, unchecked: Builds, loads and renders")
    assert (body["grading"]["rule"], body["grading"]["score"]) == ("last_fence", None)
    assert body["grading"]["why"] == body["why"]
    cell = body_of(mia.get(f"runs/{run.pk}/cells"))["items"][0]
    assert (cell["n"], cell["n_scored"], cell["n_unchecked"], cell["share"]) == (1, 0, 1, None)
    assert body_of(mia.get(f"runs/{run.pk}"))["verdicts"] == {"unchecked": 1, "runtime_error": 1}


def test_exports_say_unchecked_and_why() -> None:
    run = prompt_run()
    rows = list(csv.DictReader(io.StringIO("".join(run_rows.to_csv(run_rows.rows_of(run))))))
    assert [(row["verdict"], row["score"], row["rule"]) for row in rows] == [
        ("unchecked", "", "last_fence"),
        ("runtime_error", "0.0", "last_fence"),
    ]
    assert rows[0]["why"].startswith("Runs, unchecked: ")
    junit = "".join(to_junit(run_rows.rows_of(run), "r"))
    assert '<skipped message="Builds, loads and renders; no checks given."' in junit
    assert 'failures="1"' in junit


def test_export_explains_a_pass_by_its_checks() -> None:
    version = factories.make_suite([factories.make_spec("add")])
    run = factories.make_run(version, [factories.make_model()])
    factories.finish(run.candidates.get(), V.PASSED, details={"n_checks": 2, "n_passed": 2})
    [row] = run_rows.rows_of(run)
    assert row["why"].startswith("Passed: 2 of 2 checks passed.")


def test_workbook_of_a_run_counts_unchecked() -> None:
    import openpyxl

    target = io.BytesIO()
    write_run(mixed_run(), target)
    sheet = openpyxl.load_workbook(target)["Summary"]
    rows: list[tuple[Any, ...]] = list(sheet.iter_rows(values_only=True))
    at = next(n for n, row in enumerate(rows) if row[: len(MODEL_HEAD)] == MODEL_HEAD)
    cells = dict(zip(MODEL_HEAD, rows[at + 1], strict=False))
    assert (cells["passed"], cells["scored"], cells["unchecked"]) == (1, 1, 1)


def test_report_of_a_single_prompt_has_answers_and_no_statistics() -> None:
    run = prompt_run(V.UNCHECKED, V.UNCHECKED)
    text = html_report.to_html(run)
    for part in ("pass@1", "95 % interval", "better", "points", 'id="figures"', 'id="matrix"'):
        assert part not in text, part
    assert text.count("<article") == 2
    assert "Runs, unchecked: " in text
    assert "pass@1" in html_report.to_html(mixed_run())


def test_evaluate_counts_unchecked_answers_neither_in_a_rate_nor_as_failures() -> None:
    options = {"wait": True, "baseline": ""}
    run_summary = summary(mixed_run())
    assert (run_summary["models"][0]["n_scored"], run_summary["models"][0]["pass_rate"]) == (1, 1.0)
    assert run_summary["models"][0]["verdicts"] == {"passed": 1, "unchecked": 1}
    assert Command()._status(Run.objects.get(), run_summary, options) == 0


def test_unscored_and_forged_answers_are_counted_by_cause_with_a_way_to_them(client: Client) -> None:
    version = factories.make_suite([factories.make_spec(f"t{n}") for n in range(5)])
    run = factories.make_run(version, [factories.make_model()])
    factories.finish_run(run, [V.UNSCORED, V.UNSCORED, V.FAILED, V.FAILED, V.PASSED])
    forged = run.candidates.filter(verdict=V.FAILED).order_by("pk")[0]
    cause = "The code replaced the built-in Array.prototype.push."
    Candidate.objects.filter(pk=forged.pk).update(cause=cause)
    text = text_of(client, f"/runs/{run.pk}/")
    assert "Our fault: 2 answers" in text
    assert "Forged: 1 answer<" in text
    assert cause in text
    mia = caller()
    for verdict, n in (("unscored", 2), ("failed", 1)):
        start = text.index(f"/candidates/?run={run.pk}&amp;verdict={verdict}&amp;cause=")
        address = text[start : text.index('"', start)].replace("&amp;", "&")
        body = body_of(mia.get(address.replace("/candidates/?", "candidates?")))
        assert body["count"] == n, address


def test_run_without_faults_has_no_list_of_faults(client: Client) -> None:
    text = text_of(client, f"/runs/{mixed_run().pk}/")
    assert "Our fault" not in text
    assert "Forged" not in text


def test_comparison_of_cells_is_one_of_the_checks(client: Client) -> None:
    answered(keep_books(read_books()))
    grading = Grading.objects.filter(candidate__model__name="early", verdict="failed").get()
    grading.reports = [{"verdict": "passed", "checks": [{"name": "gives rows", "verdict": "passed", "message": ""}]}]
    grading.save()
    text = text_of(client, f"/candidates/{grading.candidate_id}/")
    assert "the cells equal the sheet" in text
    assert "4 of 8 cells equal." in text
    assert "1 of 2 checks passed" in text
    body = body_of(caller().get(f"candidates/{grading.candidate_id}"))["checks"]
    assert [(check["name"], check["verdict"]) for check in body] == [
        ("gives rows", "passed"),
        ("the cells equal the sheet", "failed"),
    ]


def test_time_left_is_shown_only_when_it_is_known(client: Client) -> None:
    specs = [factories.make_spec(f"t{n}") for n in range(4)]
    quick, slow = factories.make_model("a/quick"), factories.make_model("a/slow")
    run = factories.make_run(factories.make_suite(specs), [quick, slow])
    for candidate in run.candidates.filter(model=quick)[:3]:
        factories.finish(candidate, V.PASSED)
    last = run.candidates.filter(model=quick, state=State.QUEUED)
    last.update(state=State.GENERATING, taken_by="w")
    assert progress(run).seconds_left is None  # the slow model has sent nothing yet
    assert " left" not in text_of(client, f"/runs/{run.pk}/").split('class="tally"')[0]
    run.candidates.filter(model=slow).delete()
    assert progress(run).seconds_left is not None
    assert "s left" in text_of(client, f"/runs/{run.pk}/")
    Candidate.objects.filter(state=State.GENERATING).update(state=State.QUEUED, taken_by="")
    assert progress(run).seconds_left is None  # it waits behind another person's run


def test_cancel_counts_what_a_model_is_writing(client: Client) -> None:
    specs = [factories.make_spec(f"t{n}") for n in range(4)]
    run = factories.make_run(factories.make_suite(specs), [factories.make_model()])
    first, second, *_ = run.candidates.order_by("pk")
    factories.finish(first, V.PASSED)
    Candidate.objects.filter(pk=second.pk).update(state=State.GENERATING, taken_by="w")
    client.post(f"/runs/{run.pk}/cancel/")
    assert "Cancelled. 3 answers are left out" in text_of(client, f"/runs/{run.pk}/")


def test_answer_that_comes_after_the_cancel_is_left_out_and_can_be_executed_later(client: Client) -> None:
    run = factories.make_run(factories.make_suite([factories.make_spec("add")]), [factories.make_model()])
    Candidate.objects.update(state=State.GENERATING, taken_by="w", taken_at=now())
    run.cancel()
    candidate = run.candidates.select_related("run").get()
    prompt = Prompt(messages=(Message(role="user", content="x"),))
    assert store(candidate, candidate.model, Exchange(prompt, Sampling(), Completion(text="late")), "w")
    assert run.candidates.get().state == State.CANCELLED
    assert factories.retry(run) == 1
    assert run.candidates.get().state == State.EXECUTING
