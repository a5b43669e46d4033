"""Dashboard, runs, the matrix, answers side by side, and the buttons of a run."""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags
from pytest_django import DjangoAssertNumQueries

from evaluations import events
from evaluations.models import Candidate, Membership, ModelServer, Run, State, Suite
from evaluations.records import Verdict
from tests import factories
from tests.webapp.page_text import html_of
from webapp.site import sockets

pytestmark = pytest.mark.django_db
V = Verdict


@pytest.fixture
def client() -> Client:
    signed_in = Client()
    signed_in.force_login(factories.make_person("mia"))
    return signed_in


def text_of(client: Client, address: str, **kwargs: str) -> str:
    response = client.get(address, headers=kwargs)
    assert response.status_code == 200
    return html_of(response)


def two_models(*verdicts: Verdict) -> Run:
    """Tasks add and logging-hook × models x and y with one sample each; verdicts in the order of the candidates."""
    run = factories.make_run(factories.make_suite(), [factories.make_model("a/x"), factories.make_model("a/y")])
    factories.finish_run(run, verdicts)
    return run


def test_empty_dashboard_says_what_to_do_first(client: Client) -> None:
    text = text_of(client, "/")
    assert "Which local model writes browser code that works" in text
    assert 'id="start-box"' in text
    assert 'href="/prompt/"' in text


def test_list_and_subtitle_name_the_suite_by_its_title(client: Client) -> None:
    run = two_models(V.PASSED)
    Suite.objects.update(slug="js-1a2b3c4d", title="JavaScript basics")
    for address in ("/runs/", f"/runs/{run.pk}/"):
        shown = " ".join(strip_tags(text_of(client, address)).split())
        assert "JavaScript basics v1" in shown, address
        assert "js-1a2b3c4d" not in shown, address


def test_dashboard_ranks_models_with_interval_and_links_to_the_rows(client: Client) -> None:
    run = two_models(V.PASSED, V.FAILED, V.PASSED, V.PASSED)
    text = text_of(client, "/")
    assert text.index("<code>y</code>") < text.index("<code>x</code>")
    assert "100 %, 95 % interval 34–100 %" in text
    assert f"/candidates/?run={run.pk}&amp;model={run.chosen.get(name='y').pk}&amp;verdict=passed" in text
    assert "Starter v1</a>, 2 tasks" in text


def test_dashboard_rates_leave_single_prompts_out(client: Client) -> None:
    two_models(V.PASSED)
    Suite.objects.update(origin="prompt")
    assert "No results yet" in text_of(client, "/")


def test_running_run_shows_progress_and_why_it_waits(client: Client) -> None:
    run = factories.make_run(factories.make_suite(), [factories.make_model()])
    ModelServer.objects.update(is_reachable=False, message="Start it with: ollama serve.")
    for address in ("/", f"/runs/{run.pk}/"):
        text = text_of(client, address)
        assert "0/2" in text
        assert "Start it with: ollama serve. The run goes on by itself when it returns." in text
        assert f"/runs/{run.pk}/pause/" in text


def test_matrix_has_one_glyph_a_sample_with_word_and_link(client: Client) -> None:
    run = two_models(V.PASSED, V.TIMEOUT, V.FAILED, V.UNSCORED)
    text = text_of(client, f"/runs/{run.pk}/")
    for candidate in run.candidates.all():
        word = candidate.verdict.replace("_", " ")
        pattern = rf'<a class="verdict v-{candidate.verdict}" id="c{candidate.pk}" href="/candidates/{candidate.pk}/"'
        assert re.search(pattern, text), candidate.verdict
        assert f"sample 1: {word}" in text
    assert "50 %" in text  # x: one of two; y: only a failure is scored
    assert "0 %" in text


@pytest.mark.parametrize(
    ("show", "slugs"),
    [
        ("differ", ["differs"]),
        ("fail", ["none"]),
        ("pass", ["both"]),
        ("unscored", ["broken"]),
        ("flaky", ["flaky"]),
        ("", ["both", "none", "differs", "broken", "flaky"]),
        ("nonsense", ["both", "none", "differs", "broken", "flaky"]),
    ],
)
def test_filters_of_the_matrix_are_in_the_address(client: Client, show: str, slugs: list[str]) -> None:
    names = ["both", "none", "differs", "broken", "flaky"]
    run = factories.make_run(
        factories.make_suite([factories.make_spec(name) for name in names]),
        [factories.make_model("a/x"), factories.make_model("a/y")],
    )
    x = [V.PASSED, V.FAILED, V.PASSED, V.UNSCORED, V.PASSED]
    y = [V.PASSED, V.NO_CODE, V.FAILED, V.UNSCORED, V.FAILED]
    for candidate, verdict in zip(run.candidates.order_by("pk"), x + y, strict=True):
        factories.finish(candidate, verdict, is_flaky=candidate.task.slug == "flaky")
    matrix = client.get(f"/runs/{run.pk}/?show={show}").context["matrix"]
    assert [line.task.slug for line in matrix.rows] == slugs


def test_wide_run_is_paged_by_model_best_first(client: Client) -> None:
    models = [factories.make_model(f"stored/m{n:02}") for n in range(30)]
    run = factories.make_run(factories.make_suite([factories.make_spec("one")]), models, origin="stored")
    for candidate in run.candidates.all():
        factories.finish(candidate, V.PASSED if candidate.model.name == "m29" else V.FAILED)
    matrix = client.get(f"/runs/{run.pk}/").context["matrix"]
    assert len(matrix.columns) == 24
    assert matrix.columns[0].model.name == "m29"
    assert len(client.get(f"/runs/{run.pk}/?models=2").context["matrix"].columns) == 6
    only = client.get(f"/runs/{run.pk}/?q=m07").context["matrix"]
    assert [column.model.name for column in only.columns] == ["m07"]


def test_htmx_gets_only_the_part(client: Client) -> None:
    run = two_models(V.PASSED)
    for part, has, lacks in (("live", "run-status", "<h1"), ("matrix", "<table", "run-status")):
        response = client.get(f"/runs/{run.pk}/?part={part}", headers={"HX-Request": "true"})
        text = html_of(response)
        assert has in text
        assert lacks not in text
        assert "<html" not in text
        assert "HX-Request" in response["Vary"]
    assert "<html" in text_of(client, f"/runs/{run.pk}/?part=matrix")


def test_number_of_queries_does_not_grow_with_the_matrix(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    models = [factories.make_model(f"a/m{n}") for n in range(8)]
    specs = [factories.make_spec(f"t{n}") for n in range(8)]
    run = factories.make_run(factories.make_suite(specs), models)
    factories.finish_run(run, [V.PASSED, V.FAILED])
    with django_assert_max_num_queries(26):
        client.get(f"/runs/{run.pk}/")
    with django_assert_max_num_queries(25):
        client.get("/", headers={"HX-Request": "true"})
    with django_assert_max_num_queries(30):  # the live region, which is not renewed
        client.get("/")


def test_page_opened_midway_shows_the_text_so_far_escaped(client: Client) -> None:
    run = factories.make_run(factories.make_suite(), [factories.make_model()])
    candidate = run.candidates.first()
    assert candidate
    Candidate.objects.filter(pk=candidate.pk).update(state=State.GENERATING)
    events.store_partial_answer(candidate.pk, "so far <script>alert(1)</script>")
    for address in (f"/runs/{run.pk}/", f"/candidates/{candidate.pk}/"):
        assert "so far &lt;script&gt;" in text_of(client, address)


def test_pause_resume_cancel_and_ask_again(client: Client, woken: list[int]) -> None:
    run = factories.make_run(factories.make_suite(), [factories.make_model()])
    address = f"/runs/{run.pk}"
    for act, state, wakes in (("pause", "paused", 0), ("resume", "running", 1), ("cancel", "cancelled", 1)):
        assert client.post(f"{address}/{act}/").status_code == 302
        run.refresh_from_db()
        assert (run.state, len(woken)) == (state, wakes), act
    cancelled = text_of(client, f"{address}/")
    assert "Cancelled. 2 answers are left out" in cancelled
    assert "v-cancelled" in cancelled.partition('class="mark-legend"')[2].partition("</ul>")[0]
    client.post(f"{address}/retry/")
    run.refresh_from_db()
    assert run.state == "running"
    assert run.candidates.filter(state=State.QUEUED).count() == 2
    assert client.post(f"{address}/explode/").status_code == 404
    assert client.get(f"{address}/cancel/").status_code == 405


def test_cancelled_run_says_how_many_were_answered_and_how_many_cancelled(client: Client) -> None:
    run = factories.make_run(factories.make_suite(), [factories.make_model()], n_samples=2)
    factories.finish(run.candidates.all()[0], V.PASSED)
    run.cancel()
    for address in (f"/runs/{run.pk}/", "/runs/", "/suites/starter/"):
        text = text_of(client, address)
        assert "1 answered, 3 cancelled" in text, address
        assert "4/4" not in text, address
        assert "4 of 4" not in " ".join(text.split()), address


def test_regrade_puts_finished_answers_back_and_keeps_them(client: Client, woken: list[int]) -> None:
    run = two_models(V.PASSED, V.FAILED, V.PASSED, V.UNSCORED)
    client.post(f"/runs/{run.pk}/regrade/")
    assert run.candidates.filter(state=State.EXECUTING).count() == 3
    assert woken == [1]
    assert "3 answers are graded again" in text_of(client, f"/runs/{run.pk}/")


@pytest.mark.parametrize("act", ["regrade", "retry"])
def test_button_of_a_run_is_a_change_that_can_be_undone(client: Client, woken: list[int], act: str) -> None:
    run = two_models(V.PASSED, V.FAILED, V.PASSED, V.UNSCORED)
    before = list(run.candidates.order_by("pk").values_list("state", "verdict"))
    client.post(f"/runs/{run.pk}/{act}/")
    change = run.changes.get()
    assert (change.query, change.created_by_id) == (f"run={run.pk}", int(client.session["_auth_user_id"]))
    assert "1 change" in text_of(client, f"/runs/{run.pk}/")
    client.post(f"/changes/{change.pk}/undo/")
    assert list(run.candidates.order_by("pk").values_list("state", "verdict")) == before


def test_answers_are_shown_side_by_side_with_verdicts(client: Client) -> None:
    run = two_models(V.PASSED, V.FAILED, V.NO_CODE, V.FAILED)
    task = run.suite_version.tasks.first()
    assert task
    response = client.get(f"/runs/{run.pk}/tasks/{task.pk}/")
    text = html_of(response)
    assert len(response.context["sides"]) == 2
    assert "&lt;/script&gt;&lt;script&gt;alert" in text
    assert "No code was found in the answer" in text
    other = factories.make_suite(slug="other").tasks.first()
    assert other
    assert client.get(f"/runs/{run.pk}/tasks/{other.pk}/").status_code == 404


def test_page_of_a_task_offers_members_a_follow_up_and_a_fix(client: Client) -> None:
    run = two_models(V.PASSED, V.FAILED)
    task = run.suite_version.tasks.get(slug="logging-hook")
    failed = run.candidates.filter(task=task, verdict=V.FAILED).first()
    assert failed
    buttons = (f"/runs/{run.pk}/follow-up/?on={failed.pk}", f"/candidates/{failed.pk}/fix/")
    text = text_of(client, f"/runs/{run.pk}/tasks/{task.pk}/")
    assert all(button in text for button in buttons)
    Membership.objects.update(role=Membership.Role.VIEWER)
    text = text_of(client, f"/runs/{run.pk}/tasks/{task.pk}/")
    assert not any(button in text for button in buttons)


def test_runs_are_filtered_and_counted(client: Client) -> None:
    done = two_models(V.PASSED)
    factories.make_run(done.suite_version, list(done.chosen.all()), "Second one")
    assert [run.title for run in client.get("/runs/?q=second").context["rows"]] == ["Second one"]
    assert [run.pk for run in client.get("/runs/?state=done").context["rows"]] == [done.pk]
    assert client.get("/runs/?state=nonsense").context["page"].paginator.count == 0
    assert client.get("/runs/?page=99").context["page"].paginator.count == 2
    assert "No results." in text_of(client, "/runs/?q=zzz")


@pytest.mark.parametrize("query", ["starter", "hook", "a/x", "small"])
def test_search_finds_runs_tasks_and_models(client: Client, query: str) -> None:
    two_models(V.PASSED)
    factories.make_model("b/small")
    assert client.get(f"/search/?q={query}").context["n"] >= 1


def test_search_for_nothing_known_says_so(client: Client) -> None:
    assert "Try fewer words" in text_of(client, "/search/?q=zzz+%00+%25")


def test_one_response_contains_all_live_parts(client: Client) -> None:
    run = two_models(V.PASSED, V.FAILED)
    text = html_of(client.get(f"/runs/{run.pk}/?part=live&show=differ&panes=1", headers={"HX-Request": "true"}))
    assert 'id="matrix-part" hx-swap-oob="true"' in text
    assert 'id="task-filters" hx-swap-oob="true"' in text
    assert "part=" not in text  # links lead to the page and not to its part
    assert "panes=" not in text
    whole = text_of(client, f"/runs/{run.pk}/?show=differ")
    assert "hx-swap-oob" not in whole
    assert whole.count("hx-get") == 1  # one request per change


def test_button_does_not_wait_for_a_broker_that_hangs(
    client: Client, woken: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Open pages get messages from the same background publisher as in workers."""

    class HangingLayer:
        async def group_send(self, group: str, message: dict[str, Any]) -> None:
            await asyncio.sleep(3)

    run = factories.make_run(factories.make_suite(), [factories.make_model()])
    for module in (events, sockets):
        monkeypatch.setattr(module, "get_channel_layer", HangingLayer, raising=False)
    begun = time.monotonic()
    client.post(f"/runs/{run.pk}/pause/")
    assert time.monotonic() - begun < 2
