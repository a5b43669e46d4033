"""The prompt page: it sends what it shows, and a submitted form becomes a run."""

from __future__ import annotations

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evaluations import prompts
from evaluations.actions.save_suite import content_digest
from evaluations.models import Membership, Run, Suite, Team
from evaluations.records import Verdict
from tests import factories
from tests.webapp.rows_for_pages import make_model, make_person, make_suite, sign_in
from webapp.prompts.task_spec import title_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Client:
    return sign_in(make_person("mia"))


def typed(**kwargs: object) -> dict[str, object]:
    """Return a filled form as a browser posts it."""
    return {
        "prompt": "A button that counts",
        "kind": "component",
        "language": "tsx",
        "strategy": "plain",
        "n_samples": "1",
        "temperature": "0.2",
        "seed": "1",
        "max_tokens": "512",
        "action": "run",
        **kwargs,
    }


def messages_shown(text: str) -> list[str]:
    """Return the messages of the preview pane, unescaped."""
    return [html.unescape(message) for message in re.findall(r"<pre tabindex=\"0\">\n(.*?)</pre>", text, re.DOTALL)]


def test_anonymous_is_sent_to_sign_in(client: Client) -> None:
    assert client.get("/prompt/")["Location"].startswith("/sign-in/")
    assert client.post("/prompt/", typed())["Location"].startswith("/sign-in/")
    assert not Run.objects.exists()


def test_submission_makes_a_run_with_exactly_its_candidates(member: Client, woken: list[int]) -> None:
    first, second, _ = make_model("box/a"), make_model("box/b"), make_model("box/c")
    response = member.post("/prompt/", typed(models=[first.pk, second.pk], n_samples="3"))
    run = Run.objects.get()
    assert response["Location"] == f"/runs/{run.pk}/"
    got = sorted(run.candidates.values_list("model__name", "strategy", "sample", "state"))
    assert got == [(model, "plain", sample, "queued") for model in "ab" for sample in range(3)]
    assert woken == [True]
    assert run.to_sampling().max_tokens == 512
    assert run.created_by is not None
    assert (run.suite_version.suite.origin, run.title) == ("prompt", "A button that counts")
    spec = run.suite_version.tasks.get().to_spec()
    assert (spec.kind, spec.entry, spec.prompt) == ("component", "answer.tsx", "A button that counts")
    assert run.suite_version.digest == content_digest([spec])


def test_preview_is_exactly_what_the_strategy_renders(member: Client, woken: list[int]) -> None:
    prompt = '\nFirst line\r\n\n<b>bold</b> & "quotes" and ümläute\n'
    data = typed(prompt=prompt, models=[make_model().pk], context_path=["src/a.ts"], context_text=["let a = 1 < 2;"])
    shown = messages_shown(member.post("/prompt/preview/", data).content.decode())
    member.post("/prompt/", data)
    spec = Run.objects.get().suite_version.tasks.get().to_spec()
    assert shown == [message.content for message in prompts.render("plain", spec).messages]
    assert "let a = 1 < 2;" in "".join(shown) or not spec.context


def test_preview_warns_when_the_smallest_ticked_model_is_too_small(member: Client) -> None:
    small, large = make_model("box/small", context_tokens=600), make_model("box/large", context_tokens=32768)
    both = typed(models=[small.pk, large.pk], prompt="word " * 200)
    text = member.post("/prompt/preview/", both).content.decode()
    assert "Does not fit" in text
    assert "600 of box/small" in text
    text = member.post("/prompt/preview/", typed(models=[large.pk])).content.decode()
    assert "Does not fit" not in text


def test_unreachable_models_are_listed_and_cannot_be_ticked(member: Client, woken: list[int]) -> None:
    away = make_model("away/x", is_reachable=False)
    text = member.get("/prompt/").content.decode()
    assert "away/<wbr>x" in text
    assert "Start it with: ollama serve" in text
    assert member.post("/prompt/", typed(models=[away.pk])).status_code == 422
    assert not Run.objects.exists()


def test_title_of_a_prompt_has_no_backticks() -> None:
    assert title_of("\n```\nWrite `add(a, b)`.\nMore.") == "Write add(a, b)."
    assert title_of("``` \n") == "Prompt"


def test_share_of_a_model_is_shown_with_its_counts(member: Client) -> None:
    model = make_model("box/a")
    specs = [factories.make_spec(f"t{n}") for n in range(5)]
    run = factories.make_run(factories.make_suite(specs), [model])
    factories.finish_run(run, [Verdict.PASSED] * 3 + [Verdict.FAILED] * 2)
    text = " ".join(member.get("/prompt/").content.decode().split())
    assert "60 %, 3 of 5 on Starter" in text


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("prompt", "  ", "The prompt is empty"),
        ("n_samples", "101", "less than or equal to 100"),
        ("n_samples", "0", "greater than or equal to 1"),
        ("temperature", "2.5", "less than or equal to 2"),
        ("temperature", "nan", "Enter a number"),
        ("seed", "-1", "greater than or equal to 0"),
        ("max_tokens", "x", "Enter a whole number"),
        ("kind", "virus", "not one of the available choices"),
        ("strategy", "nope", "not one of the available choices"),
        ("entry_point", "a b", "A JavaScript name has letters"),
        ("examples", "add(1, 2) → 3", "Examples are for functions"),
        ("workbook", "999", "not one of the available choices"),
        ("context_path", "../../etc/passwd", "is not a relative path"),
        ("context_path", "", "A context file has no path"),
        ("models", [], "No model is ticked"),
    ],
)
def test_error_is_shown_beside_its_field_and_typed_text_is_kept(
    member: Client, field: str, value: object, says: str
) -> None:
    data = typed(models=[make_model().pk], context_path="a.ts", context_text="kept text") | {field: value}
    response = member.post("/prompt/", data)
    text = html.unescape(response.content.decode())
    assert response.status_code == 422
    assert says in text
    assert "kept text" in text
    assert not Run.objects.exists()
    if field != "prompt":
        assert "A button that counts" in html.unescape(member.get("/prompt/").content.decode())


def test_draft_is_removed_after_the_start_of_a_run_and_on_request(member: Client, woken: list[int]) -> None:
    member.post("/prompt/preview/", typed(prompt="half a thought"))
    assert "half a thought" in member.get("/prompt/").content.decode()
    member.post("/prompt/afresh/")
    assert "half a thought" not in member.get("/prompt/").content.decode()
    member.post("/prompt/afresh/")  # pressed twice; nothing is lost
    member.post("/prompt/preview/", typed(prompt="another thought"))
    member.post("/prompt/afresh/", {"bring_back": "1"})
    assert "half a thought" in member.get("/prompt/").content.decode()
    member.post("/prompt/afresh/", {"bring_back": "1"})
    assert "another thought" in member.get("/prompt/").content.decode()
    member.post("/prompt/", typed(prompt="a whole thought", models=[make_model().pk]))
    assert not member.get("/prompt/").context["form"]["prompt"].value()


def test_examples_of_a_function_become_its_checks(member: Client, woken: list[int]) -> None:
    data = typed(kind="function", language="js", examples="add(2, 3) → 5", models=[make_model().pk])
    member.post("/prompt/", data)
    spec = Run.objects.get().suite_version.tasks.get().to_spec()
    assert spec.entry_point == "add"
    assert spec.checks is not None
    assert spec.checks.path == "answer.test.js"
    assert "expect(add(2, 3)).toEqual(5);" in spec.checks.source


def test_typed_test_file_is_kept_as_it_is(member: Client, woken: list[int]) -> None:
    source = "  test('x', () => {\r\n  expect(1).toBe(1);\r\n});\r\n"
    member.post("/prompt/", typed(checks=source, models=[make_model().pk]))
    checks = Run.objects.get().suite_version.tasks.get().to_spec().checks
    assert checks is not None
    assert checks.source == source.replace("\r\n", "\n")


def test_uploaded_context_files_are_kept_through_a_failed_submission(member: Client, woken: list[int]) -> None:
    file = SimpleUploadedFile("useLog.ts", b"\xef\xbb\xbfexport const useLog = 1;")
    failed = member.post("/prompt/", typed(context_files=[file]))
    assert "export const useLog = 1;" in failed.content.decode()
    data = typed(models=[make_model().pk], context_path=["useLog.ts"], context_text=["export const useLog = 1;"])
    member.post("/prompt/", data)
    assert Run.objects.get().suite_version.tasks.get().to_spec().context == {"useLog.ts": "export const useLog = 1;"}


def test_binary_and_oversized_context_is_refused(member: Client) -> None:
    binary = member.post("/prompt/", typed(context_files=[SimpleUploadedFile("a.png", b"\x89PNG\xff\xfe")]))
    assert "a.png is not text" in binary.content.decode()
    large = member.post("/prompt/", typed(context_path=["a.ts"], context_text=["x" * 200_001]))
    assert "are too much" in large.content.decode()


def test_run_again_with_changes_prefills_everything(member: Client, woken: list[int]) -> None:
    model = make_model()
    data = typed(
        models=[model.pk],
        prompt="Count words",
        kind="function",
        language="js",
        temperature="0.7",
        seed="9",
        n_samples="4",
        checks="test('a', () => {})",
        context_path=["b.ts"],
        context_text=["let b"],
    )
    member.post("/prompt/", data)
    form = member.get(f"/prompt/?from={Run.objects.get().pk}").context["form"]
    fields = {
        "prompt": "Count words",
        "kind": "function",
        "language": "js",
        "temperature": 0.7,
        "seed": 9,
        "n_samples": 4,
    }
    assert {name: form[name].value() for name in fields} == fields
    assert form["models"].value() == [model.pk]
    assert form["checks"].value() == "test('a', () => {})"


@pytest.mark.parametrize("address", ["?from=999", "?from=x", "?task=999", "?workbook=1", "?from="])
def test_unknown_source_is_404(member: Client, address: str) -> None:
    assert member.get(f"/prompt/{address}").status_code == 404


def test_run_and_task_of_another_team_are_404(member: Client) -> None:
    other = Team.objects.create(name="Other", slug="other")
    version = make_suite(other, "theirs")
    task = version.tasks.first()
    assert task is not None
    assert member.get(f"/prompt/?task={task.pk}").status_code == 404


def test_viewer_may_look_but_not_run(woken: list[int]) -> None:
    viewer = sign_in(make_person("vic", role=Membership.Role.VIEWER))
    assert viewer.get("/prompt/").status_code == 200
    assert viewer.post("/prompt/", typed(models=[make_model().pk])).status_code == 403
    assert not Suite.objects.exists()


def test_without_javascript_the_preview_comes_with_a_button(member: Client) -> None:
    response = member.post("/prompt/", typed(action="preview", prompt="Say hello"))
    assert response.status_code == 200
    assert "Say hello" in "".join(messages_shown(response.content.decode()))
    assert not Run.objects.exists()


SPEC = (
    "import { expect, test } from '@playwright/test';\ntest('says it', async ({ page }) => { await page.goto('/'); });"
)


def test_html_page_is_judged_by_a_playwright_spec_or_by_people(member: Client, woken: list[int]) -> None:
    page = typed(kind="page", language="html", models=[make_model("box/a").pk])
    shown = member.post("/prompt/", {**page, "action": "preview"}).content.decode()
    assert any("Write plain HTML, CSS and JavaScript" in message for message in messages_shown(shown))
    member.post("/prompt/", {**page, "checks": SPEC})
    member.post("/prompt/", page)
    judged, free = (run.suite_version.tasks.get().to_spec() for run in Run.objects.order_by("pk"))
    assert (judged.lane, judged.entry, judged.checks and judged.checks.path) == ("spec", "index.html", "index.spec.ts")
    assert (free.lane, free.checks) == ("spec", None)


def test_html_can_only_be_chosen_for_pages(member: Client, woken: list[int]) -> None:
    answer = member.post("/prompt/", typed(kind="hook", language="html", models=[make_model("box/a").pk]))
    assert "Plain HTML is for pages. Choose kind Page, or another language." in answer.content.decode()
    assert not Run.objects.exists()
