"""Exports of votes and answers: preference pairs and runs as files; and pairs that are imported as votes."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from openpyxl import load_workbook

from evaluations.exports import run_rows
from evaluations.exports.formats import FORMATS
from evaluations.exports.preference_pairs import PairRules, pairs_of_campaign
from evaluations.models import Campaign, Run, Vote
from evaluations.vote_statistics import LEFT
from tests.webapp.page_text import streamed
from tests.webapp.review_rows import make_campaign, make_run, vote_by_taste
from webapp.runs.exports import export

pytestmark = pytest.mark.django_db


def test_export_run_writes_every_candidate(tmp_path: Path) -> None:
    run = make_run()
    out = tmp_path / "run.csv"
    call_command("export_run", run.pk, "--format", "csv", "--out", out)
    rows = list(csv.DictReader(io.StringIO(out.read_text())))
    assert len(rows) == 9
    assert {row["verdict"] for row in rows} == {"passed", "failed"}
    text = io.StringIO()
    call_command("export_run", run.pk, "--format", "jsonl", stdout=text)
    lines = [json.loads(line) for line in text.getvalue().split("\n") if line]
    assert [line["candidate"] for line in lines] == sorted(run.candidates.values_list("pk", flat=True))
    assert "Written by" in lines[0]["answer"]


def test_export_run_for_continuous_integration_and_for_spreadsheets(tmp_path: Path) -> None:
    run = make_run(n_tasks=2)
    run.candidates.filter(verdict="failed").update(cause="<bad> \x0b\x1b ]]>")
    last = run.candidates.last()
    assert last is not None
    run.candidates.filter(pk=last.pk).update(verdict="unscored")
    call_command("export_run", run.pk, "--format", "junit", "--out", tmp_path / "run.xml")
    root = ElementTree.parse(tmp_path / "run.xml").getroot()
    counts = {name: sum(int(suite.get(name, "0")) for suite in root) for name in ("tests", "failures", "skipped")}
    assert counts == {"tests": 6, "failures": 3, "skipped": 1}
    call_command("export_run", run.pk, "--format", "xlsx", "--out", tmp_path / "run.xlsx")
    sheet = load_workbook(tmp_path / "run.xlsx")["Candidates"]
    assert (sheet.max_row, sheet["A1"].value) == (7, "candidate")
    with pytest.raises(SystemExit) as stopped:
        call_command("export_run", run.pk, "--format", "xlsx", stderr=io.StringIO())
    assert stopped.value.code == 2


def test_export_run_makes_preferences_with_a_card(tmp_path: Path) -> None:
    campaign = make_campaign()
    vote_by_taste(campaign, "ada")
    out = tmp_path / "pairs.jsonl"
    call_command("export_run", campaign.runs.get().pk, "--format", "dpo", "--code", "--out", out)
    lines = [json.loads(line) for line in out.read_text().split("\n") if line]
    assert len(lines) == 9
    assert all(line["chosen"].startswith("// Written by") for line in lines)
    assert "# Preference pairs" in (tmp_path / "pairs.card.md").read_text()


def test_card_of_the_command_has_weights_and_reviewers_who_knew_a_model_like_that_of_the_page(tmp_path: Path) -> None:
    campaign = make_campaign()
    vote_by_taste(campaign, "ada")
    voter = Vote.objects.values_list("voter", flat=True)[0]
    Campaign.objects.update(weights={voter: 0.5})
    first = campaign.votes.counted().first()
    assert first is not None
    campaign.votes.update(knew_model=False)
    campaign.votes.filter(pk=first.pk).update(knew_model=True)
    run, out = campaign.runs.get(), tmp_path / "pairs.jsonl"
    call_command("export_run", run.pk, "--format", "dpo", "--out", out)
    by_command = (tmp_path / "pairs.card.md").read_text().splitlines()
    campaign.refresh_from_db()
    by_page = pairs_of_campaign(campaign, PairRules()).card.splitlines()
    assert by_command[0] == f"# Preference pairs: {run}"
    assert by_command[1:] == by_page[1:]
    assert "Weights of reviewers: one reviewer counts 0.5." in by_command
    assert f"In 1 of {campaign.votes.counted().count()} votes the reviewer knew a model." in by_command


@pytest.mark.parametrize("name", ["jsonl", "csv", "junit", "xlsx"])
def test_command_and_api_write_the_same_file(name: str, tmp_path: Path) -> None:
    run = make_run(n_tasks=1)
    run.candidates.update(verdict="failed", cause="ö <b>\x0b")
    out = tmp_path / "run"
    call_command("export_run", run.pk, "--format", name, "--out", out)
    response = export(Run.objects.get(pk=run.pk), name)
    content = streamed(response)
    response.close()
    assert response["Content-Disposition"] == f'attachment; filename="run-{run.pk}.{FORMATS[name].ending}"'
    if name == "xlsx":
        assert _cells(out.read_bytes()) == _cells(content)
    else:
        assert out.read_bytes() == content


def _cells(content: bytes) -> list[list[tuple[object, ...]]]:
    return [list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(io.BytesIO(content))]


def test_half_of_a_surrogate_pair_goes_out_as_a_question_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = make_run(n_tasks=1)
    monkeypatch.setattr(run_rows, "licence_of", lambda task: "MIT \ud800")
    out = tmp_path / "run.jsonl"
    call_command("export_run", run.pk, "--out", out)
    assert {json.loads(line)["licence"] for line in out.read_text().splitlines()} == {"MIT ?"}


def test_export_run_says_why_it_cannot() -> None:
    errors = io.StringIO()
    with pytest.raises(SystemExit) as stopped:
        call_command("export_run", 999, stderr=errors)
    assert stopped.value.code == 2
    assert "No run 999" in errors.getvalue()
    with pytest.raises(SystemExit) as stopped:
        call_command("export_run", make_run().pk, "--format", "dpo", stderr=errors)
    assert stopped.value.code == 1


def test_spreadsheets_take_no_cause_for_a_formula(tmp_path: Path) -> None:
    run = make_run(n_tasks=1)
    run.candidates.update(cause="=HYPERLINK(1)")
    out = tmp_path / "run.csv"
    call_command("export_run", run.pk, "--format", "csv", "--out", out)
    assert {row["cause"] for row in csv.DictReader(io.StringIO(out.read_text()))} == {"'=HYPERLINK(1)"}


def test_preferences_come_back_in_as_votes_once(tmp_path: Path) -> None:
    campaign = make_campaign()
    vote_by_taste(campaign, "ada", reasons=("robust",))
    out = tmp_path / "pairs.jsonl"
    call_command("export_run", campaign.runs.get().pk, "--format", "dpo", "--out", out)
    before = {
        (row["left_candidate"], row["right_candidate"], row["choice"]) for row in campaign.votes.all().ballot_fields()
    }
    preferred = {(a, b) if choice == LEFT else (b, a) for a, b, choice in before}
    Vote.objects.all().delete()
    for sentence in ("has 9 votes", "is known already"):
        text = io.StringIO()
        with pytest.raises(SystemExit) as stopped:
            call_command("import_preferences", out, stdout=text)
        assert stopped.value.code == 0
        assert sentence in text.getvalue()
    rows = list(Vote.objects.all().ballot_fields())
    assert {(row["left_candidate"], row["right_candidate"]) for row in rows} == preferred
    assert {row["reasons"] for row in rows} == {("robust",)}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{", "Line 1: not JSON"),
        (b"[]", "not a JSON object"),
        (b"\xff", "not UTF-8"),
        (b"", "No line"),
        (
            json.dumps(dict.fromkeys(["chosen", "rejected", "task", "chosen_model", "rejected_model"], "x")).encode(),
            "1 lines left out",
        ),
    ],
)
def test_unusable_preferences_are_refused_with_the_reason(tmp_path: Path, content: bytes, sentence: str) -> None:
    path, errors = tmp_path / "pairs.jsonl", io.StringIO()
    path.write_bytes(content)
    with pytest.raises(SystemExit) as stopped:
        call_command("import_preferences", path, stderr=errors)
    assert stopped.value.code == 2
    assert sentence in errors.getvalue()
