"""A model's thought on pages, in the API and in files: folded, left out where it is costly, counted separately."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from evaluations import events
from evaluations.models import Candidate, Generation, Grading, Round, Run, State, Thought
from evaluations.models.repair_rounds import save_round
from evaluations.records import Verdict
from tests import factories
from tests.webapp.api_client import token_for
from tests.webapp.page_text import html_of

pytestmark = pytest.mark.django_db
V = Verdict
THOUGHT = "Let me see: <b>two</b> hooks.\n" * 4000


@pytest.fixture
def client() -> Client:
    signed_in = Client()
    mia = factories.make_person("mia")
    signed_in.force_login(mia)
    signed_in.defaults["HTTP_AUTHORIZATION"] = f"Bearer {token_for(mia)}"
    return signed_in


@pytest.fixture
def run() -> Run:
    """A run with one answer that has a long thought, and one that consists only of thought."""
    new_run = factories.make_run(factories.make_suite(), [factories.make_model()])
    good, cut = new_run.candidates.order_by("pk")
    factories.finish(good, V.PASSED)
    factories.finish(cut, V.NO_CODE, text="", is_truncated=True)
    for candidate in (good, cut):
        Thought.objects.create(candidate=candidate, text=THOUGHT)
    Generation.objects.filter(candidate=good).update(thinking_tokens=88, thinking_ms=12_000.0, first_text_ms=12_095.0)
    Generation.objects.filter(candidate=cut).update(thinking_tokens=128, is_thought_only=True)
    return new_run


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return html_of(response)


def test_thought_is_folded_on_the_page_of_its_answer(client: Client, run: Run) -> None:
    good, cut = run.candidates.order_by("pk")
    page = text_of(client, f"/candidates/{good.pk}/")
    assert "<summary>Thought for 12 s, 88 tokens" in page
    assert '<details class="part" id="thought">' in page
    assert "Let me see: &lt;b&gt;two&lt;/b&gt; hooks." in page
    assert "88 in the thought, 40 in the answer" in page
    assert "first of the answer after 12 s" in page
    page = text_of(client, f"/candidates/{cut.pk}/")
    assert '<details class="part" id="thought" open>' in page
    assert "The model thought, but gave no answer." in page


@pytest.mark.parametrize(
    "address", ["/runs/{}/", "/candidates/?run={}", "/compare/?run={}", "/api/v1/candidates?run={}"]
)
def test_lists_do_not_load_thoughts(client: Client, run: Run, address: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert "Let me see" not in text_of(client, address.format(run.pk))
    assert not [query for query in queries if "evaluations_thought" in query["sql"]]


def test_answers_that_contain_only_a_thought_are_counted_and_found(client: Client, run: Run) -> None:
    page = text_of(client, f"/runs/{run.pk}/")
    assert "1 answer</a> contains only a thought." in page
    cut = run.candidates.order_by("pk").last()
    assert cut
    body = json.loads(text_of(client, f"/api/v1/candidates?run={run.pk}&thought_only=1"))
    assert [row["id"] for row in body["items"]] == [cut.pk]
    page = text_of(client, f"/candidates/?run={run.pk}&thought_only=1")
    assert "thought without an answer" in page
    assert f"/candidates/{cut.pk}/" in page


def test_api_and_exports_contain_the_thought(client: Client, run: Run) -> None:
    good = run.candidates.order_by("pk")[0]
    answer = json.loads(text_of(client, f"/api/v1/candidates/{good.pk}/answer"))
    assert answer["thinking"] == THOUGHT
    generation = json.loads(text_of(client, f"/api/v1/candidates/{good.pk}"))["generation"]
    assert (generation["thinking_tokens"], generation["thinking_ms"], generation["first_text_ms"]) == (
        88,
        12e3,
        12095.0,
    )
    out = StringIO()
    call_command("export_run", run.pk, "--format", "jsonl", stdout=out)
    first, second = map(json.loads, out.getvalue().splitlines())
    assert (first["thinking"], first["thinking_tokens"], second["is_thought_only"]) == (THOUGHT, 88, True)
    out = StringIO()
    call_command("export_run", run.pk, "--format", "csv", stdout=out)
    assert "Let me see" not in out.getvalue()
    assert "thinking_tokens" in out.getvalue()


def test_thought_of_an_earlier_round_stays_with_it(client: Client, run: Run) -> None:
    good = run.candidates.order_by("pk")[0]
    save_round(good, Grading.objects.get(candidate=good))
    Grading.objects.filter(candidate=good).update(is_current=False)
    round_row = Round.objects.get()
    assert (round_row.thought.text, round_row.thinking_tokens) == (THOUGHT, 88)
    factories.answer(good, "second")
    Thought.objects.create(candidate=good, text="shorter this time")
    page = text_of(client, f"/candidates/{good.pk}/")
    assert "Thought for 12 s, 88 tokens</summary>" in page
    assert "shorter this time" in page


def test_page_says_that_the_model_is_still_thinking(client: Client) -> None:
    run = factories.make_run(factories.make_suite(), [factories.make_model()])
    candidate = run.candidates.first()
    assert candidate
    Candidate.objects.filter(pk=candidate.pk).update(state=State.GENERATING)
    events.store_partial_answer(candidate.pk, "", "so far <script>alert(1)</script> " + "x" * 5000)
    for address, kind in ((f"/runs/{run.pk}/", "pane"), (f"/candidates/{candidate.pk}/", "live")):
        page = text_of(client, address)
        assert f'class="{kind} is-thinking"' in page
        assert "thinking…" in page
        assert f'data-n="{33 + 5000}"' in page
        assert "alert(1)" not in page  # the page gets only the end of a long thought
    events.store_partial_answer(candidate.pk, "so far <script>", "<script>alert(1)")
    page = text_of(client, f"/candidates/{candidate.pk}/")
    assert 'is-thinking"' not in page.replace("is-thinking-note", "")
    assert "&lt;script&gt;alert(1)" in page


def start(client: Client, **settings: object) -> tuple[int, dict[str, Any]]:
    body = json.dumps({"suite": "starter", "models": ["box/small:1b"], **settings})
    response = client.post("/api/v1/runs", body, content_type="application/json")
    return response.status_code, json.loads(response.content)


def test_settings_of_thinking_go_with_the_run_and_its_pages_say_each_limit(client: Client, woken: list[int]) -> None:
    factories.make_suite([factories.make_spec("short", max_tokens=512), factories.make_spec("long", max_tokens=2048)])
    factories.make_model(can_think=True)
    status, created = start(client, think="high", max_thinking_tokens=300)
    run = Run.objects.get(pk=created["id"])
    assert status == 201
    assert (run.to_sampling().think, run.to_sampling().max_thinking_tokens, run.to_sampling().max_tokens) == (
        "high",
        300,
        None,
    )
    page = text_of(client, f"/runs/{run.pk}/")
    assert "answers of at most 512 to 2,048 tokens, and 300 for thinking before them" in page
    assert "thinking high" in page
    limits = json.loads(text_of(client, f"/api/v1/runs/{run.pk}/limits"))
    assert limits == {"answers": {"short": 512, "long": 2048}, "thinking": {"box/small:1b": 300}}
    _, created = start(client, max_tokens=8192, think="off")
    page = text_of(client, f"/runs/{created['id']}/")
    assert "answers of at most 8,192 tokens ·" in page
    task = run.suite_version.tasks.get(slug="short")
    assert "At most 8,192 tokens for the answer." in text_of(client, f"/runs/{created['id']}/tasks/{task.pk}/")
    assert "At most 512 tokens for the answer and 300 for the thought" in text_of(
        client, f"/runs/{run.pk}/tasks/{task.pk}/"
    )


def test_model_that_cannot_think_is_not_asked_to(client: Client, woken: list[int]) -> None:
    factories.make_suite()
    factories.make_model(can_think=False)
    status, problem = start(client, think="on")
    assert status == 422
    assert "box/small:1b cannot think, says the server." in json.dumps(problem, ensure_ascii=False)
    assert start(client, think="off")[0] == 201


def test_compare_counts_thought_and_answer_apart(client: Client, run: Run) -> None:
    page = text_of(client, f"/compare/pairs/?run={run.pk}")
    assert "Tokens: thought + answer" in page
    assert "108 + 20" in page  # (88 + 128) / 2 of 128 tokens per answer
    row = json.loads(text_of(client, f"/api/v1/figures/leaderboard?run={run.pk}"))["items"][0]
    assert (row["tokens_per_answer"], row["thinking_tokens_per_answer"], row["first_text_ms"]) == (128, 108, 12095)
    for old, new in (
        ("tokens_an_answer", "tokens_per_answer"),
        ("thinking_tokens_an_answer", "thinking_tokens_per_answer"),
        ("thinking_ms_an_answer", "thinking_ms_per_answer"),
        ("ms_a_pass", "ms_per_pass"),
    ):
        assert row[old] == row[new]
