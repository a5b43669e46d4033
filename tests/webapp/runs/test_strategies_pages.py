"""Strategies with conditions: the messages before a run starts, and those on its page."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client
from redis.exceptions import ConnectionError as RedisConnectionError

from evaluations import prompts, tasks
from evaluations.actions.plan_bulk_change import BulkChangeRequest, models_of
from evaluations.broker_cache import BrokerCache
from evaluations.models import Candidate, Generation, LanguageModel, ModelServer, Run
from evaluations.models.changes import ChangeKind
from evaluations.records import Kind, Verdict
from tests import factories
from tests.webapp.api_client import body_of, caller
from tests.webapp.candidates.test_rounds_pages import repaired_run
from tests.webapp.page_text import html_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("woken")]
V = Verdict
STUB = "/* Adds. */\nexport function add(a, b) {\n}\n"
FAR = "// a line of the farthest file\n" * 900
NEAR = "import './far';\n"


@pytest.fixture
def client() -> Client:
    signed_in = Client()
    signed_in.force_login(factories.make_person("mia"))
    return signed_in


def typed(*models: LanguageModel, context: dict[str, str] | None = None, **kwargs: Any) -> dict[str, Any]:
    files = context or {}
    return {
        "prompt": "Write add(a, b).",
        "kind": "function",
        "language": "js",
        "entry_point": "add",
        "n_samples": 1,
        "temperature": 0.2,
        "seed": 1,
        "max_tokens": 512,
        "action": "run",
        "models": [model.pk for model in models],
        "context_path": list(files),
        "context_text": list(files.values()),
        **kwargs,
    }


def spec(slug: str, **kwargs: Any) -> Any:
    fields = {"kind": Kind.FUNCTION, "language": "js", "entry": "answer.js", "entry_point": "add", **kwargs}
    return factories.make_spec(slug, prompt="Write add(a, b).", **fields)


def text_of(response: Any, status: int = 200) -> str:
    assert response.status_code == status
    return str(html_of(response))


def limits_of(response: Any) -> dict[str, str]:
    """Strategy to the sentence beside it, of the form that runs a suite."""
    limits = re.findall(r'id="limit-(\w+)">(.*?)</span>', text_of(response), re.DOTALL)
    return {name: html.unescape(sentence) for name, sentence in limits}


def test_gap_is_shown_before_it_is_sent(client: Client) -> None:
    data = typed(factories.make_model(), strategy="fill_in", context={"answer.js": STUB})
    shown = text_of(client.post("/prompt/preview/", data))
    assert "before the gap" in shown
    assert "export function add(a, b) { </pre>" in shown
    assert "after the gap" in shown
    assert client.post("/prompt/", data).status_code == 302
    assert Run.objects.get().strategies == ["fill_in"]


@pytest.mark.parametrize(
    ("can_insert", "context", "sentence"),
    [
        (None, {}, "There is no place to fill in"),
        (False, {"answer.js": STUB}, "box/small:1b cannot fill in the middle"),
    ],
)
def test_run_that_cannot_be_filled_in_is_refused_with_the_reason(
    client: Client, can_insert: bool | None, context: dict[str, str], sentence: str
) -> None:
    data = typed(factories.make_model(can_insert=can_insert), strategy="fill_in", context=context)
    assert sentence in text_of(client.post("/prompt/preview/", data))
    assert sentence in text_of(client.post("/prompt/", data), 422)
    assert not Run.objects.exists()


def test_cut_parts_of_a_prompt_are_named_before_it_is_sent(client: Client) -> None:
    small = factories.make_model(context_tokens=4096)
    data = typed(small, strategy="repository", context={"near.js": NEAR, "far.js": FAR})
    shown = text_of(client.post("/prompt/preview/", data))
    assert "Cut to fit box/small:1b" in shown
    assert "of 900 lines of far.js." in shown
    assert "Does not fit" not in shown
    without_cut = text_of(client.post("/prompt/preview/", data | {"strategy": "plain"}))
    assert "Does not fit" in without_cut
    assert "Cut to fit" not in without_cut


def test_models_own_tokenizer_counts_where_its_server_has_one(
    client: Client, embedded_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = ModelServer.objects.create(slug="own", kind="openai", base_url=embedded_server, is_reachable=True)
    model = LanguageModel.objects.create(server=server, name="smollm2:135m", context_tokens=8192)
    calls: list[object] = []

    def now(args: tuple[Any, ...], **_: object) -> None:
        calls.append(args)
        assert "Write add(a, b)." not in str(args)
        tasks.measure_prompt(*args)

    monkeypatch.setattr(tasks.measure_prompt, "apply_async", now)
    shown = text_of(client.post("/prompt/preview/", typed(model, strategy="plain")))
    assert "tokens by its own tokenizer" in shown
    assert "estimated" not in shown
    client.post("/prompt/preview/", typed(model, strategy="plain"))
    assert len(calls) == 1, "counted once"
    monkeypatch.setattr(tasks.measure_prompt, "apply_async", lambda *_, **__: None)
    monkeypatch.setattr("webapp.prompts.token_count.WAIT_S", 0.05)
    late = text_of(client.post("/prompt/preview/", typed(model, strategy="plain", prompt="Nobody counts this.")))
    assert "tokens (estimated)" in late


def test_pages_estimate_without_a_broker(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    model = factories.make_model(context_tokens=4096)
    version = factories.make_suite([spec("bare")])

    def refuse(*_: object, **__: object) -> None:
        raise RedisConnectionError("no broker")

    for name in ("get", "set", "add", "get_many"):
        monkeypatch.setattr(BrokerCache, name, refuse)
    shown = text_of(client.post("/prompt/preview/", typed(model, strategy="plain", prompt="Nobody counts this.")))
    assert "tokens (estimated)" in shown
    assert limits_of(client.get(f"/suites/{version.suite.slug}/"))["words"].startswith("Can ask none")


def test_a_task_with_a_picture_is_asked_with_it(client: Client) -> None:
    version = factories.make_suite([spec("card", fixtures={"wide.png": b"\x89PNG"}), spec("bare")])
    model = factories.make_model(capabilities=["completion", "vision"])
    assert limits_of(client.get(f"/suites/{version.suite.slug}/"))["images"] == "1 of 2 tasks; the others are left out."
    response = client.post(f"/suites/{version.suite.slug}/run/", typed(model, strategies=["images"]))
    assert response.status_code == 302
    assert list(Candidate.objects.values_list("strategy", "task__slug")) == [("images", "card")]


def test_suite_says_how_many_tasks_can_be_asked_and_leaves_out_the_others(client: Client) -> None:
    version = factories.make_suite([spec("stub", context={"answer.js": STUB}), spec("bare")])
    model = factories.make_model(can_insert=True)
    assert limits_of(client.get(f"/suites/{version.suite.slug}/")) == {
        "fill_in": "1 of 2 tasks; the others are left out.",
        "images": "Can ask none of these tasks: none has an image of at most 5 MB.",
        "words": "Can ask none of these tasks: no prompt shows a signature to leave out.",
    }
    data = typed(model, strategies=["fill_in", "plain"])
    response = client.post(f"/suites/{version.suite.slug}/run/", data)
    assert response.status_code == 302
    candidates = Candidate.objects.order_by("strategy", "task__position").values_list("strategy", "task__slug")
    assert list(candidates) == [("fill_in", "stub"), ("plain", "stub"), ("plain", "bare")]
    assert "asks 1 of 2 tasks" in text_of(client.get(response["Location"]))
    other = factories.make_model("box/other")
    run = Run.objects.get()
    change_request = BulkChangeRequest(kind=ChangeKind.MODELS, rows=run.candidates.all(), n_more=1, models=[other])
    cells = {(task, strategy) for _, task, _, strategy, _ in models_of(change_request, run)}
    assert cells == set(run.candidates.values_list("task", "strategy")), "a model added later is asked the same"


@pytest.mark.parametrize(
    ("context", "can_insert", "sentence"),
    [({}, True, "No task of this suite can be asked by fill_in"), ({"answer.js": STUB}, False, "cannot fill in")],
)
def test_suite_that_would_ask_nothing_is_not_started(
    client: Client, context: dict[str, str], can_insert: bool, sentence: str
) -> None:
    version = factories.make_suite([spec("one", context=context)])
    data = typed(factories.make_model(can_insert=can_insert), strategies=["fill_in"])
    assert sentence in text_of(client.post(f"/suites/{version.suite.slug}/run/", data), 422)
    assert not Run.objects.exists()


def test_api_names_the_strategy_that_can_ask_no_task_and_says_why() -> None:
    version = factories.make_suite([spec("one")])
    factories.make_model()
    body = {"suite": version.suite.slug, "models": ["box/small:1b"], "strategies": ["plain", "words"]}
    answer = body_of(caller().send("runs", body), 422)
    sentence = "No task of this suite can be asked by words: no prompt shows a signature to leave out."
    assert sentence in str(answer["errors"])
    assert not Run.objects.exists()


def test_every_strategy_with_a_condition_says_why_it_can_ask_no_task() -> None:
    assert prompts.NO_TASK.keys() == prompts.CONDITIONS.keys()


def test_task_shows_what_each_strategy_sends(client: Client) -> None:
    version = factories.make_suite([spec("stub", context={"answer.js": STUB}), spec("bare")])
    model = factories.make_model(context_tokens=4096)
    address = f"/suites/{version.suite.slug}/tasks/stub/?strategy=fill_in&model={model.pk}"
    page = text_of(client.get(address))
    assert "before the gap" in page
    assert "of 4,096 that" in page
    assert "There is no place to fill in" in text_of(client.get(address.replace("/stub/", "/bare/")))
    assert text_of(client.get(f"/suites/{version.suite.slug}/tasks/bare/?strategy=%00&model=x"))


def test_run_says_which_prompts_were_cut_and_leads_to_them(client: Client) -> None:
    version = factories.make_suite([spec("a"), spec("b")])
    run = factories.make_run(version, [factories.make_model()], strategies=["repository"])
    factories.finish_run(run, [V.PASSED, V.FAILED])
    assert "did not fit" not in text_of(client.get(f"/runs/{run.pk}/"))
    cut = run.candidates.get(task__slug="b")
    prompt = {"messages": [{"role": "user", "content": "x"}], "notes": ["Left out: far.js."], "suffix": None}
    Generation.objects.filter(candidate=cut).update(is_trimmed=True, prompt=prompt)
    page = text_of(client.get(f"/runs/{run.pk}/"))
    assert f'<a href="/candidates/?run={run.pk}&amp;trimmed=1">1 prompt</a> did not fit' in page
    listed = text_of(client.get(f"/candidates/?run={run.pk}&trimmed=1"))
    assert f"/candidates/{cut.pk}/" in listed
    assert '<span class="count">1</span>' in listed
    assert "Left out: far.js." in text_of(client.get(f"/candidates/{cut.pk}/"))


def test_run_with_repair_shows_what_had_passed_after_each_round(client: Client) -> None:
    run = repaired_run()
    table = text_of(client.get(f"/runs/{run.pk}/")).split('id="rounds-title"')[1].split("</section>")[0]
    assert [part.split("</strong>")[0] for part in table.split("<strong>")[1:]] == ["25 %", "50 %", "75 %", "75 %"]
    without_repair = factories.make_run(run.suite_version, [factories.make_model("box/b")])
    assert 'id="rounds-title"' not in text_of(client.get(f"/runs/{without_repair.pk}/"))
