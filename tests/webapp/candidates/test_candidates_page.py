"""The list of answers, the page of one answer, its preview, and the comparison of models."""

from __future__ import annotations

import csv
import json
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from evaluations import tasks
from evaluations.exports.run_rows import rows_of, to_csv, to_jsonl
from evaluations.exports.run_xlsx import write_run
from evaluations.models import Candidate, Grading, Run, State
from evaluations.records import Checks, Kind, Sampling, Verdict
from tests import factories
from tests.webapp.api_client import Caller, token_for
from tests.webapp.page_text import html_of

pytestmark = pytest.mark.django_db
V = Verdict
PNG = b"\x89PNG\r\n\x1a\nnot really"


@pytest.fixture
def client() -> Client:
    signed_in = Client()
    signed_in.force_login(factories.make_person("mia"))
    return signed_in


def one(verdict: Verdict = V.FAILED, **kwargs: object) -> Candidate:
    run = factories.make_run(factories.make_suite([factories.make_spec("add")]), [factories.make_model()])
    candidate = run.candidates.get()
    factories.finish(candidate, verdict, **kwargs)
    candidate.refresh_from_db()
    return candidate


def page(client: Client, candidate: Candidate) -> str:
    response = client.get(f"/candidates/{candidate.pk}/")
    assert response.status_code == 200
    return html_of(response)


def test_answer_shows_verdict_cause_checks_console_and_provenance(client: Client) -> None:
    text = page(client, one())
    for part in (
        "1 of 2 checks failed",
        "renders a button",
        "got 11: the last is missing",
        "1 of 2 checks passed",
        "&lt;b&gt;no&lt;/b&gt;",
        "sha256:ab",
        "Q4_0",
        "temperature",
        "last_fence",
        "128 in the answer",
        "Write a React component that counts clicks.",
        "1.8 s",
        "95 ms",
        "box/small:1b",
        "starter v1",
    ):
        assert part in text, part


def test_type_errors_are_listed_below_the_checks(client: Client) -> None:
    candidate = one()
    grading = Grading.objects.get(candidate=candidate, is_current=True)
    fault = {"path": "answer.tsx", "line": 3, "column": 7, "code": 2339, "message": "Property '<b>' does not exist."}
    grading.reports[0] |= {"type_errors": [fault]}
    grading.save()
    text = page(client, candidate)
    for part in ("1 error of TypeScript", "answer.tsx:3:7", "TS2339", "&lt;b&gt;"):
        assert part in text, part
    grading.reports[0] |= {"type_errors": [], "types_note": "Types not checked: it took longer than 5 s."}
    grading.save()
    assert "Types not checked: it took longer than 5 s." in page(client, candidate)


def test_accessibility_findings_do_not_change_the_verdict(client: Client) -> None:
    candidate = one()
    assert 'id="accessibility"' not in page(client, candidate)
    grading = Grading.objects.get(candidate=candidate, is_current=True)
    fault = {
        "rule": "label",
        "impact": "critical",
        "help": "Form elements must have labels",
        "n_elements": 2,
        "element": "<input onfocus=alert(1)>",
    }
    grading.reports[0] |= {"access_faults": [fault], "aria": '- textbox "<i>name</i>"'}
    grading.save()
    text = page(client, candidate)
    for part in ("1 rule of WCAG", "critical", "must have labels", "2 elements", "&lt;input onfocus", "&lt;i&gt;name"):
        assert part in text, part
    grading.reports[0] |= {"access_faults": []}
    grading.save()
    assert "axe finds nothing wrong." in page(client, candidate)


def test_hostile_code_is_text_everywhere(client: Client) -> None:
    candidate = one(text=f"<img src=x onerror=alert(1)>\n```tsx\n{factories.COMPONENT}```")
    text = page(client, candidate)
    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text
    assert '<mark class="chosen">' in text.replace("'", '"')


def test_no_code_opens_the_raw_answer(client: Client) -> None:
    text = page(client, one(V.NO_CODE, text="I cannot do that."))
    assert "I cannot do that." in text
    assert 'id="answer" open' in text
    assert "<iframe" not in text


def test_preview_has_an_origin_of_its_own_and_no_way_out(client: Client) -> None:
    candidate = one(V.PASSED)
    text = page(client, candidate)
    assert f'data-preview="/candidates/{candidate.pk}/preview/"' in text
    assert "<iframe" not in text, "frames are made with their sandbox by static/js/gallery_frames.js"
    response = client.get(f"/candidates/{candidate.pk}/preview/")
    policy = response["Content-Security-Policy"]
    for part in (
        "sandbox allow-scripts allow-forms;",
        "default-src 'none'",
        "connect-src 'none'",
        "form-action 'none'",
        "script-src http://testserver/static/js/review_frame.js http://testserver/static/js/review_theme.js "
        "http://testserver/static/vendor/preview.js 'unsafe-eval'",
        "frame-ancestors http://testserver",
    ):
        assert part in policy, part
    assert "X-Frame-Options" not in response
    text = html_of(response)
    assert "</script><script>alert" not in text
    assert "\\u003C/script" in text
    assert "csrf" not in text


def test_preview_cannot_be_opened_as_a_page(client: Client) -> None:
    candidate = one(V.PASSED)
    response = client.get(f"/candidates/{candidate.pk}/preview/", headers={"Sec-Fetch-Dest": "document"})
    assert response["Location"] == f"/candidates/{candidate.pk}/"


def test_screenshot_is_a_picture_of_this_team_only(client: Client) -> None:
    candidate = one(V.PASSED, screenshot=PNG)
    response = client.get(f"/candidates/{candidate.pk}/screenshot/")
    assert (response["Content-Type"], response.content) == ("image/png", PNG)
    outsider = Client()
    outsider.force_login(factories.make_person("otto", factories.make_team("Other")))
    assert outsider.get(f"/candidates/{candidate.pk}/screenshot/").status_code == 404


def test_unanswered_and_unscored_answers_have_a_page(client: Client) -> None:
    run = factories.make_run(factories.make_suite([factories.make_spec("add")]), [factories.make_model()])
    candidate = run.candidates.get()
    assert "has not been asked yet" in page(client, candidate)
    factories.finish(candidate, V.UNSCORED)
    assert "No browser could be started. Run: manage.py doctor" in page(client, candidate)
    Candidate.objects.update(state=State.CANCELLED, verdict="")
    assert "was cancelled before" in page(client, candidate)


def test_answer_that_waits_for_its_verdict_has_a_page(client: Client) -> None:
    run = factories.make_run(factories.make_suite([factories.make_spec("add")]), [factories.make_model()])
    candidate = run.candidates.get()
    factories.answer(candidate, "```tsx\nexport const add = 1;\n```")
    for state in (State.QUEUED, State.EXECUTING):
        Candidate.objects.update(state=state)
        assert "export const add" in page(client, candidate)


def test_regrading_one_answer_keeps_the_history(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[int] = []
    monkeypatch.setattr(tasks, "wake", lambda: woken.append(1))
    candidate = one()
    client.post(f"/candidates/{candidate.pk}/regrade/")
    candidate.refresh_from_db()
    assert (candidate.state, woken) == (State.EXECUTING, [1])
    factories.grade(candidate, V.PASSED, "x", {})
    text = page(client, candidate)
    assert "2 gradings of the same answer" in text


def test_list_is_filtered_by_everything_a_figure_links_with(client: Client) -> None:
    x, y = factories.make_model("a/x"), factories.make_model("a/y")
    run = factories.make_run(factories.make_suite(), [x, y])
    rows = list(run.candidates.order_by("pk"))
    for candidate, verdict in zip(rows, [V.PASSED, V.FAILED, V.PASSED, V.UNSCORED], strict=True):
        factories.finish(candidate, verdict, is_flaky=candidate == rows[1], is_truncated=candidate == rows[2])

    def listed(query: str) -> list[int]:
        return [candidate.pk for candidate in client.get(f"/candidates/?{query}").context["page"]]

    pks = [candidate.pk for candidate in rows]
    assert listed(f"run={run.pk}") == pks
    assert listed(f"run={run.pk}&model={x.pk}") == listed("model=a/x") == pks[:2]
    assert listed("verdict=passed") == [pks[0], pks[2]]
    assert listed("verdict=failed") == []  # the failed one is flaky
    assert listed("verdict=flaky") == [pks[1]]
    assert listed("verdict=unscored") == [pks[3]]
    assert listed("truncated=1") == [pks[2]]
    assert listed(f"task={rows[0].task_id}") == [pks[0], pks[2]]
    assert listed("q=No+browser") == [pks[3]]
    assert listed("run=99999999999999999999999") == listed("task=x") == listed("verdict=x") == []
    assert client.get("/candidates/?model=a/nothing").status_code == 404


def compared(client: Client, *runs: Run, more: str = "") -> str:
    return html_of(client.get("/compare/pairs/?" + "&".join(f"run={run.pk}" for run in runs) + more))


def test_compare_gives_rate_interval_and_what_is_left_out(client: Client) -> None:
    x, y = factories.make_model("a/x"), factories.make_model("a/y")
    run = factories.make_run(factories.make_suite(), [x, y])
    factories.finish_run(run, [V.PASSED, V.PASSED, V.FAILED, V.UNSCORED])
    text = compared(client, run)
    assert "100 %</strong>" in text
    assert "(34–100)" in text
    assert f"/candidates/?run={run.pk}&amp;model={y.pk}&amp;strategy=plain&amp;verdict=unscored" in text
    assert "1.8 s" in text
    assert client.get(f"/compare/pairs/?run={run.pk}").context["n_differ"] == 1
    only = client.get(f"/compare/pairs/?run={run.pk}&model={x.pk}").context["page"]
    assert [entry.model for entry in only] == [x]


def test_compare_refuses_other_versions_and_names_other_settings(client: Client) -> None:
    model, version = factories.make_model(), factories.make_suite()
    first = factories.make_run(version, [model], "Cold")
    warm = factories.make_run(version, [model], "Warm", sampling=Sampling(temperature=0.8))
    newer = factories.make_run(factories.make_suite(number=2), [model], "Newer")
    for run in (first, warm, newer):
        factories.finish_run(run, [V.PASSED])
    text = compared(client, first, warm, newer)
    assert f"Newer</a> is over {version.suite.title} v2" in " ".join(text.split())
    assert "temperature 0.8 against 0.2" in text
    everything = html_of(client.get(f"/compare/pairs/?run={first.pk}&run={warm.pk}&settings=any"))
    assert f"temperature (run {first.pk}: 0.2, run {warm.pk}: 0.8)" in everything
    assert len(client.get(f"/compare/pairs/?run={first.pk}&run={newer.pk}").context["page"]) == 1


def test_compare_names_harness_that_differs(client: Client) -> None:
    model, version = factories.make_model(), factories.make_suite()
    runs = [factories.make_run(version, [model], title) for title in ("Old", "New")]
    for run in runs:
        factories.finish_run(run, [V.PASSED])
    assert "harness" not in compared(client, *runs)
    runs[0].candidates.first().gradings.update(harness_version="h0")  # type: ignore[union-attr]
    assert "harness (h0, h1; regrade the older run)" in compared(client, *runs)


def test_compare_without_a_run_says_what_to_do(client: Client) -> None:
    assert "There is no run to compare yet" in html_of(client.get("/compare/pairs/"))


def test_excel_answer_shows_its_wrong_cells(client: Client) -> None:
    comparison = {
        "n_cells": 4,
        "n_equal": 3,
        "n_rows": 2,
        "columns": ["foo", "bar"],
        "whys": {"rounding": 1},
        "n_differs": 1,
        "rows": [
            {
                "status": "differs",
                "number": 3,
                "at": 1,
                "cells": [{"expected": 1.25, "got": 1.3, "why": "rounding"}, {"expected": 2, "got": 2, "why": ""}],
            }
        ],
        "n_missing_rows": 0,
        "n_extra_rows": 0,
        "strip": "=x",
        "shape": "records",
        "prop": "onParsed",
        "error": "",
        "summary": "1 of 4 cells wrong: rounding.",
        "extra_columns": [],
    }
    text = page(client, one(details={"comparison": comparison, "screen": "1.3 <b>rows</b>"}))
    for part in ("1 of 4 cells wrong: rounding.", "✕ 1.3", "1.25", "onParsed", "1.3 &lt;b&gt;rows&lt;/b&gt;"):
        assert part in text, part


def test_written_tests_are_good_when_they_fail_on_broken_versions(client: Client) -> None:
    spec = factories.make_spec("tests", kind=Kind.WRITE_TESTS, mutants={"never logs": {}, "logs twice": {}})
    run = factories.make_run(factories.make_suite([spec]), [factories.make_model()])
    candidate = run.candidates.get()
    grading = factories.finish(candidate, V.FAILED)
    assert grading
    (report,) = grading.reports
    good = {**report, "verdict": "passed", "checks": [{**report["checks"][0]}]}
    Grading.objects.filter(pk=grading.pk).update(reports=[good, {**report, "verdict": "failed"}, good])
    text = page(client, candidate)
    assert "On the code as given" in text
    assert text.index("failed, as they should: noticed") < text.index("passed: not noticed")
    Grading.objects.filter(pk=grading.pk).update(reports=[report, {**report, "verdict": "failed"}, good])
    text = page(client, candidate)
    assert text.count("does not count: the tests refuse the code as given") == 2
    assert "noticed" not in text
    assert "<iframe" not in text
    failed = {**report, "verdict": "failed"}
    Grading.objects.filter(pk=grading.pk).update(reports=[good, failed, failed, failed])
    text = page(client, candidate)
    assert "On the code as given, the second time" in text
    assert "did not pass again" in text


def test_checks_in_other_time_zones_are_shown_apart(client: Client) -> None:
    checks = Checks(path="c.test.js", source="// @time-zones America/New_York\ntest('x', () => {});")
    run = factories.make_run(
        factories.make_suite([factories.make_spec("week", kind=Kind.FUNCTION, checks=checks)]), [factories.make_model()]
    )
    candidate = run.candidates.get()
    grading = factories.finish(candidate, V.FAILED)
    assert grading
    (report,) = grading.reports
    assert "In the time zone" not in page(client, candidate)
    Grading.objects.filter(pk=grading.pk).update(reports=[{**report, "verdict": "passed"}, report])
    text = page(client, candidate)
    assert text.index("In the time zone UTC") < text.index("In the time zone America/New_York")


def an_edit() -> Candidate:
    spec = factories.make_spec(
        "round", kind=Kind.EDIT, entry="cart.js", context={"cart.js": "one\nold\n", "b.js": "b\n"}
    )
    run = factories.make_run(factories.make_suite([spec]), [factories.make_model()])
    candidate = run.candidates.get()
    details = {
        "change": {"score": 1.0, "n_checks": 1, "n_passed": 1},
        "kept": {"score": 0.25, "n_checks": 4, "n_passed": 1},
    }
    grading = factories.finish(candidate, V.FAILED, details=details)
    assert grading
    checks = [
        {"name": "change > rounds", "verdict": "passed", "message": "", "duration_ms": 1.0},
        {"name": "kept > counts", "verdict": "failed", "message": "no", "duration_ms": 1.0},
    ]
    files = {"cart.js": "one\n<b>new</b>\n", "b.js": "b\n"}
    Grading.objects.filter(pk=grading.pk).update(
        reports=[{**grading.reports[0], "checks": checks}], extraction={**grading.extraction, "files": files}
    )
    return candidate


def a_rebuilt_page(**fields: object) -> Candidate:
    spec = factories.make_spec("card", kind=Kind.VISUAL, language="html", entry="index.html")
    candidate = factories.make_run(factories.make_suite([spec]), [factories.make_model()]).candidates.get()
    fault = {"kind": "missing", "text": "“<b>Paid</b>” is not there.", "x": 8, "y": 60, "width": 40, "height": 20}
    figures = {"blocks": 0.9, "text": 1.0, "position": 0.95, "colour": 1.0, "picture": 0.75}
    window = {"score": 0.92, "figures": figures, "pixels": 0.8, "similarity": 0.7, "n_lines": 4, "n_matched": 3}
    wide = {**window, "name": "wide", "width": 1024, "height": 768, "left": 0, "faults": [fault], "n_faults": 3}
    other = {"blocks": 0.5, "text": 1.0, "position": 0.9, "colour": 0.8, "picture": 0.75}
    narrow = {**wide, "name": "narrow", "width": 390, "height": 844, "left": 1024, "faults": [], "n_faults": 0}
    views = [wide, {**narrow, "score": 0.79, "figures": other, "n_matched": 2}]
    sheet = {"width": 1414, "height": 1688, "row_height": 844}
    factories.finish(candidate, V.FAILED, details={"threshold": 0.8, "views": views, "sheet": sheet}, **fields)
    return candidate


def test_rebuilt_picture_is_shown_beside_the_answer_at_each_width_without_a_script(client: Client) -> None:
    text = page(client, a_rebuilt_page(screenshot=PNG))
    part = " ".join(text[text.index('class="rebuilt"') : text.index('id="code"')].split())
    assert "Passes from 0.80" in part
    assert part.index("1024 × 768") < part.index("390 × 844")
    for shown in ("<dt>picture</dt><dd>0.75</dd>", "“&lt;b&gt;Paid&lt;/b&gt;” is not there.", "2 more"):
        assert shown in part
    assert part.count("<figure data-side>") == 4
    assert 'x="-1024" y="-844" width="1414" height="1688"' in part
    assert "No clear fault in this window." in part


def test_rebuilt_picture_without_stored_pictures_shows_only_its_figures(client: Client) -> None:
    part = page(client, a_rebuilt_page())
    assert "No pictures were kept" in part
    assert "<figure data-side>" not in part


def test_change_of_given_files_shows_both_scores_and_what_it_changes(client: Client) -> None:
    text = page(client, an_edit())
    assert "change 100 %, kept 25 %" in " ".join(text.split())
    checks = text[text.index('id="checks-title"') :]
    assert checks.index("The change") < checks.index("rounds") < checks.index("What must stay")
    assert checks.index("What must stay") < checks.index("counts")
    assert '<details class="quiet-part" open>' in checks
    changes = text[text.index('id="changes"') : text.index('id="code"')]
    assert "cart.js" in changes
    assert "b.js" not in changes
    assert '<span class="diff-line is-removed">- old' in changes.replace("\n    ", " ")
    assert "+ &lt;b&gt;new&lt;/b&gt;" in changes


def test_change_that_cannot_be_made_is_not_called_an_answer_without_code(client: Client) -> None:
    candidate = one(V.NO_CODE)
    grading = Grading.objects.get(candidate=candidate, is_current=True)
    grading.extraction = {**grading.extraction, "rule": "edit_refused", "reason": "Hunk 1 of a.js does not apply."}
    grading.save()
    text = page(client, candidate)
    assert text.count("The change cannot be applied.") + text.count("the change cannot be applied.") == 2
    assert "Hunk 1 of a.js does not apply." in text
    assert "No code was found" not in text


def test_api_and_exports_have_both_scores_of_a_change() -> None:
    candidate = an_edit()
    caller = Caller(token_for(factories.make_person("ada")))
    grading = caller.get(f"candidates/{candidate.pk}").json()["grading"]
    assert (grading["change_score"], grading["kept_score"]) == (1.0, 0.25)
    [row] = rows_of(candidate.run)
    assert (row["change_score"], row["kept_score"]) == (1.0, 0.25)
    heading, line = "".join(to_csv([row])).splitlines()
    assert dict(zip(heading.split(","), next(csv.reader([line])), strict=True))["kept_score"] == "0.25"
    book = BytesIO()
    write_run(candidate.run, book)
    heads, cells = load_workbook(book)["Candidates"].iter_rows(values_only=True)
    sheet = dict(zip(heads, cells, strict=True))
    assert (sheet["change"], sheet["kept"]) == (1.0, 0.25)


def test_api_and_exports_have_the_five_figures_of_a_rebuilt_picture() -> None:
    candidate = a_rebuilt_page()
    grading = Caller(token_for(factories.make_person("ada"))).get(f"candidates/{candidate.pk}").json()["grading"]
    worse = {"blocks": 0.5, "text": 1.0, "position": 0.9, "colour": 0.8, "picture": 0.75}
    assert grading["figures"] == worse
    assert [(window["name"], window["score"], window["n_matched"]) for window in grading["windows"]] == [
        ("wide", 0.92, 3),
        ("narrow", 0.79, 2),
    ]
    assert grading["windows"][0]["faults"][0]["text"] == "“<b>Paid</b>” is not there."
    [row] = rows_of(candidate.run)
    assert {name: row[f"{name}_figure"] for name in worse} == worse
    assert json.loads("".join(to_jsonl([row])))["colour_figure"] == 0.8
    heading, line = "".join(to_csv([row])).splitlines()
    assert dict(zip(heading.split(","), next(csv.reader([line])), strict=True))["position_figure"] == "0.9"
    book = BytesIO()
    write_run(candidate.run, book)
    heads, cells = load_workbook(book)["Candidates"].iter_rows(values_only=True)
    assert dict(zip(heads, cells, strict=True)).items() >= worse.items()


def test_other_kinds_have_neither_scores_of_a_change_nor_figures() -> None:
    candidate = one()
    [row] = rows_of(candidate.run)
    assert (row["change_score"], row["kept_score"], row["blocks_figure"]) == (None, None, None)
    grading = Caller(token_for(factories.make_person("ada"))).get(f"candidates/{candidate.pk}").json()["grading"]
    assert (grading["figures"], grading["windows"]) == (None, [])


def test_compare_says_when_models_were_not_asked_the_same_tasks(client: Client) -> None:
    run = factories.make_run(factories.make_suite(), [factories.make_model("a/x"), factories.make_model("a/y")])
    factories.finish_run(run, [V.PASSED, V.FAILED, V.PASSED, V.PASSED])
    assert "was asked every task" not in compared(client, run)
    run.candidates.get(model__name="y", task__slug="add").delete()
    over_all = client.get(f"/compare/pairs/?run={run.pk}&common=0")
    assert "All tasks: not every model was asked every task, so the rates are over different" in html_of(over_all)
    assert "Compare over the 1 they share" in html_of(over_all)
    assert [entry.counts.n_scored for entry in over_all.context["page"]] == [1, 2]
    response = client.get(f"/compare/pairs/?run={run.pk}")
    sentence = "Common tasks: only the 1 task that all of these models were asked counts, of 2."
    assert sentence in html_of(response)
    counts = {entry.model.name: (entry.counts.n_passed, entry.counts.n_scored) for entry in response.context["page"]}
    assert counts == {"x": (0, 1), "y": (1, 1)}


ODD: list[dict[str, Any]] = [
    {"checks": [{"name": 5, "verdict": ["x"], "message": {"a": 1}, "duration_ms": "soon"}, "no check", {"message": 1}]},
    {"checks": {"0": "passed"}, "console": ["hello", {"level": 7, "text": {"b": 2}}, None], "attempts": "many"},
    {"cause": ["x"], "verdict": None, "aria": {"a": 1}, "types_note": 3, "type_errors": "none", "access_faults": [1]},
    {"checks": [{"name": "a", "verdict": "excellent", "message": None, "duration_ms": True}], "attempts": None},
]


@pytest.mark.parametrize("odd", ODD)
def test_a_stored_report_of_odd_types_is_shown(odd: dict[str, Any], client: Client) -> None:
    """Rows that are older than the validation of reports may have any value that an answer wrote."""
    candidate = one()
    Grading.objects.filter(candidate=candidate, is_current=True).update(reports=[odd, "no report"])
    page(client, candidate)
    checks = Grading.objects.get(candidate=candidate, is_current=True).checks()
    assert all(isinstance(check[field], str) for check in checks for field in ("name", "verdict"))
