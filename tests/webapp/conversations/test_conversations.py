"""A prompt is a conversation. A change of it, or of an answer, is its next version. Lists show it once."""

from __future__ import annotations

import pytest
from django.test import Client

from evaluations.models import Candidate, FollowUp, LanguageModel, ModelServer, Run, Suite, Team
from evaluations.prompts import render
from evaluations.prompts.plain import WHOLE_CODE
from evaluations.records import Verdict
from tests import factories
from tests.webapp.api_client import Caller, body_of, token_for
from tests.webapp.prompts.test_prompt_page import typed
from tests.webapp.rows_for_pages import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("woken")]
V = Verdict
TODO = "A todo list with a filter"


@pytest.fixture
def run(member: Client) -> Run:
    """A run of the prompt "todo list" on two models: one answer works, one crashes."""
    pks = [factories.make_model(f"box/{name}", context_tokens=4096).pk for name in ("good", "bad")]
    LanguageModel.objects.update(is_present=True)
    assert member.post("/prompt/", typed(prompt=TODO, models=pks)).status_code == 302
    new_run = Run.objects.get()
    factories.finish_run(new_run, [V.RUNTIME_ERROR, V.UNCHECKED])  # in the order of the models' names: bad, good
    return new_run


def answers(run: Run) -> list[Candidate]:
    return list(run.candidates.select_related("task", "model").order_by("-model__name", "pk"))


def sent(run: Run) -> list[tuple[str, str]]:
    """Return the messages that the run's task sends."""
    task = run.suite_version.tasks.get()
    return [(message.role, message.content) for message in render(run.strategies[0], task.to_spec()).messages]


def newest(run: Run) -> Run:
    new_run = Run.objects.order_by("pk").last()
    assert new_run is not None
    assert new_run.pk != run.pk
    return new_run


def test_change_of_the_prompt_asks_all_models_again(member: Client, run: Run) -> None:
    shown = member.get(f"/runs/{run.pk}/follow-up/", {"change": "Make it dark", "on": "prompt"}).content.decode()
    assert f"{TODO}\n\nMake it dark" in shown
    assert "box/good" in shown
    response = member.post(f"/runs/{run.pk}/follow-up/", {"change": "Make it dark", "on": "prompt"})
    new_run = newest(run)
    assert response.headers["Location"] == f"/runs/{new_run.pk}/"
    assert new_run.suite_version.suite == run.suite_version.suite
    assert new_run.suite_version.number == 2
    assert new_run.title == f"{TODO} v2"
    assert new_run.sampling == run.sampling
    assert [row.model.model_id for row in answers(new_run)] == ["box/good", "box/bad"]
    assert sent(new_run)[0][1].startswith(f"{TODO}\n\nMake it dark")
    origin = FollowUp.objects.get()
    assert (origin.parent, origin.change, origin.answer) == (run.suite_version, "Make it dark", None)
    assert origin.created_by is not None


def test_change_of_an_answer_sends_its_code_back_to_its_model(member: Client, run: Run) -> None:
    good = answers(run)[0]
    data: dict[str, str | int] = {"change": "Make it dark", "on": good.pk}
    shown = member.get(f"/runs/{run.pk}/follow-up/", data, headers={"HX-Request": "true"}).content.decode()
    assert "clicked ${n} times" in shown
    assert "Here it is" not in shown, "the text around the code is not sent"
    member.post(f"/runs/{run.pk}/follow-up/", data)
    new_run = newest(run)
    assert [row.model.model_id for row in answers(new_run)] == ["box/good"]
    (_, first), (role, code), (_, change) = sent(new_run)
    assert first == TODO  # the sent prompt, as it is stored beside the answer
    assert role == "assistant"
    assert factories.COMPONENT.strip() in code
    assert change == f"Make it dark\n\n{WHOLE_CODE}"
    assert FollowUp.objects.get().answer == good
    # A second follow-up, to the answer to the first.
    factories.finish_run(new_run, [V.UNCHECKED])
    member.post(
        f"/runs/{new_run.pk}/follow-up/", {"change": "Larger", "on": answers(new_run)[0].pk, "all_models": "on"}
    )
    third = newest(new_run)
    assert third.suite_version.number == 3


def test_all_models_can_continue_an_answer(member: Client, run: Run) -> None:
    member.post(f"/runs/{run.pk}/follow-up/", {"change": "Dark", "on": answers(run)[0].pk, "all_models": "on"})
    assert len(answers(newest(run))) == 2


def test_ask_to_fix_sends_code_and_error_by_one_click(member: Client, run: Run) -> None:
    good, bad = answers(run)
    page = member.get(f"/runs/{run.pk}/").content.decode()
    assert f"/candidates/{bad.pk}/fix/" in page
    assert f"/candidates/{good.pk}/fix/" not in page
    member.post(f"/candidates/{bad.pk}/fix/")
    new_run = newest(run)
    assert [row.model.model_id for row in answers(new_run)] == ["box/bad"]
    text = sent(new_run)[-1][1]
    assert text.startswith("It throws. TypeError: Cannot read properties of undefined (reading 'Sheets')")
    assert factories.COMPONENT.strip() in sent(new_run)[-2][1]


def test_passed_answer_offers_no_fix(member: Client, api: Caller, run: Run) -> None:
    good = answers(run)[0]
    response = member.post(f"/candidates/{good.pk}/fix/", follow=True)
    assert "nothing to fix" in response.content.decode()
    assert api.send(f"candidates/{good.pk}/fix").status_code == 422
    assert Run.objects.count() == 1


def test_each_list_has_the_conversation_once(member: Client, api: Caller, run: Run) -> None:
    member.post(f"/runs/{run.pk}/follow-up/", {"change": "Make it dark"})
    new_run = newest(run)
    for address in ("/runs/", "/", "/runs/?q=todo", "/search/?q=todo"):
        page = member.get(address).content.decode()
        assert f'href="/runs/{new_run.pk}/"' in page, address
        assert f'href="/runs/{run.pk}/"' not in page.replace("compare", ""), address
    assert body_of(api.get("prompts"))["count"] == 1
    listed = body_of(api.get("conversations"))
    assert [(row["title"], row["n_versions"]) for row in listed["items"]] == [(TODO, 2)]


def test_conversation_shows_versions_results_and_diff(member: Client, run: Run) -> None:
    member.post(f"/runs/{run.pk}/follow-up/", {"change": "Make it dark"})
    new_run = newest(run)
    factories.finish_run(new_run, [V.UNCHECKED, V.UNCHECKED])
    address = f"/conversations/{run.suite_version.suite_id}/"
    page = member.get(address).content.decode()
    assert "Each version is a separate task" in page
    assert "diff +2 −0" in page  # a blank line and the change
    for row in (*answers(run), *answers(new_run)):
        assert f'href="/candidates/{row.pk}/"' in page
    diff = member.get(address, {"a": 1, "b": 2}).content.decode()
    assert "+ Make it dark" in diff
    assert f"  {TODO}" in diff
    before, after = answers(run)[0], answers(new_run)[0]
    link = f"/candidates/against/?a={before.pk}&amp;b={after.pk}"
    assert link in diff
    assert member.get(link.replace("&amp;", "&")).status_code == 200


def test_task_of_a_follow_up_shows_the_conversation_before_its_prompt(member: Client, run: Run) -> None:
    member.post(f"/runs/{run.pk}/follow-up/", {"change": "Make it dark", "on": answers(run)[0].pk})
    new_run = newest(run)
    make_task = f"/suites/make-task/?task={new_run.suite_version.tasks.get().pk}"
    assert f'href="{make_task}"' in member.get(f"/runs/{new_run.pk}/").content.decode()
    page = member.get(make_task).content.decode()
    assert f"Make a task from “{TODO}”, v2" in page
    assert "The task begins with the conversation before the prompt: 2" in page
    editor = member.post(make_task, {"suite": "", "title": "Ours"}, follow=True).content.decode()
    assert "Sent before the prompt" in editor
    assert "clicked ${n} times" in editor, "the answer that is followed up"


def test_edited_prompt_is_the_next_version_unless_unticked(member: Client, run: Run) -> None:
    form = member.get(f"/prompt/?from={run.pk}").content.decode()
    assert f'name="follows" value="{run.suite_version_id}" checked' in form
    data = typed(prompt="A todo list with tags", models=[answers(run)[0].model_id], follows=run.suite_version_id)
    member.post("/prompt/", data)
    new_run = newest(run)
    assert new_run.suite_version.suite == run.suite_version.suite
    assert FollowUp.objects.get().change == ""
    del data["follows"]
    member.post("/prompt/", data)
    assert newest(new_run).suite_version.suite != run.suite_version.suite


def test_edited_follow_up_keeps_the_conversation_before_it(member: Client, run: Run) -> None:
    member.post(f"/runs/{run.pk}/follow-up/", {"change": "Make it dark", "on": answers(run)[0].pk})
    new_run = newest(run)
    data = typed(prompt="Make it light", models=[answers(run)[0].model_id], follows=new_run.suite_version_id)
    assert "clicked ${n} times" in member.post("/prompt/preview/", data).content.decode()
    member.post("/prompt/", data)
    assert [role for role, _ in sent(newest(new_run))] == ["user", "assistant", "user"]
    assert sent(newest(new_run))[-1][1] == f"Make it light\n\n{WHOLE_CODE}"


def test_examples_come_back_as_examples(member: Client) -> None:
    pk = factories.make_model("box/good").pk
    LanguageModel.objects.update(is_present=True)
    examples = 'add(2, 3) → 5\nadd("a", "→ é") → "a\\"b"'
    data = typed(prompt="Add", kind="function", language="js", examples=examples, models=[pk])
    assert member.post("/prompt/", data).status_code == 302
    form = member.get(f"/prompt/?from={Run.objects.get().pk}").context["form"]
    assert form["examples"].value() == examples
    assert not form["checks"].value()
    assert not form["entry_point"].value()


def test_too_long_change_is_reported_beforehand(member: Client, run: Run) -> None:
    long = "word " * 3500
    data: dict[str, str | int] = {"change": long, "on": answers(run)[0].pk}
    shown = member.get(f"/runs/{run.pk}/follow-up/", data).content.decode()
    assert "Does not fit" in shown
    assert member.post(f"/runs/{run.pk}/follow-up/", {"change": "  "}).status_code == 422
    assert Run.objects.count() == 1


def test_unreachable_models_are_left_out_and_named(member: Client, run: Run) -> None:
    LanguageModel.objects.filter(name="bad").update(is_present=False)
    shown = member.get(f"/runs/{run.pk}/follow-up/", {"change": "Dark"}).content.decode()
    assert "Left out, because they are offline" in shown
    fixed = member.post(f"/candidates/{answers(run)[1].pk}/fix/", follow=True).content.decode()
    assert "None of the models can be asked now: box/bad" in fixed, "no other model mends it unasked"
    member.post(f"/runs/{run.pk}/follow-up/", {"change": "Dark"})
    assert len(answers(newest(run))) == 1
    LanguageModel.objects.update(is_present=False)
    response = member.post(f"/runs/{run.pk}/follow-up/", {"change": "Darker"})
    assert response.status_code == 422
    assert "None of the models can be asked now" in response.content.decode()


def test_follow_up_waits_for_an_unreachable_server(member: Client, run: Run, woken: list[int]) -> None:
    ModelServer.objects.update(is_reachable=False)
    refused = member.post(f"/runs/{run.pk}/follow-up/", {"change": "Dark"})
    assert "choose to wait" in refused.content.decode()
    member.post(f"/runs/{run.pk}/follow-up/", {"change": "Dark", "waits": "on"})
    assert {answer.state for answer in newest(run).candidates.all()} == {"queued"}
    LanguageModel.objects.update(is_present=False)  # its server is gone, so waiting is pointless
    assert member.post(f"/runs/{run.pk}/follow-up/", {"change": "Darker", "waits": "on"}).status_code == 422


def test_answer_of_a_suite_begins_a_conversation_of_its_own(member: Client, run: Run) -> None:
    suite_run = factories.make_run(factories.make_suite(), [answers(run)[0].model])
    factories.finish_run(suite_run, [V.FAILED])
    member.post(f"/candidates/{answers(suite_run)[0].pk}/fix/")
    new_run = newest(suite_run)
    assert new_run.suite_version.suite.origin == Suite.Origin.PROMPT
    assert new_run.suite_version.number == 1
    assert suite_run.suite_version.suite.versions.count() == 1


def test_api_follows_up_and_is_sent_once(api: Caller, run: Run) -> None:
    at = f"conversations/{run.suite_version.suite_id}"
    good = answers(run)[0].pk
    shown = body_of(api.send(f"{at}/versions/preview", {"change": "Dark", "candidate": good}))
    assert [message["role"] for message in shown["messages"]] == ["user", "assistant", "user"]
    assert shown["models"] == ["box/good"]
    assert body_of(api.send(f"{at}/versions/preview", {"change": "Dark", "on": good})) == shown, "the old name"
    created = body_of(api.send(f"{at}/versions", {"change": "Dark", "candidate": good, "models": ["box/bad"]}), 201)
    assert (created["conversation"], created["version"], created["models"]) == (
        run.suite_version.suite_id,
        2,
        ["box/bad"],
    )
    body = body_of(api.get(at))
    versions = body["versions"]
    assert [(row["number"], row["change"], row["candidate"]) for row in versions] == [(2, "Dark", good), (1, "", None)]
    assert [row["on"] for row in versions] == [good, None], "the old name"
    prompt = body_of(api.send(f"{at}/versions", {"change": "Large", "version": 1}), 201)
    assert (prompt["version"], len(prompt["models"])) == (3, 2)
    diff = body_of(api.get(f"{at}/diff?a=1&b=3"))
    assert diff["n_added"] == 2
    assert api.get(f"{at}/diff?a=1&b=9").status_code == 404
    typed_again = {"prompt": "A todo list, again", "models": ["box/good"], "conversation": run.suite_version.suite_id}
    assert body_of(api.send("prompts", typed_again), 201)["version"] == 4


def test_other_team_cannot_follow_up(run: Run) -> None:
    olga = factories.make_person("olga", Team.objects.create(name="Other", slug="other"), "admin")
    other, client = Caller(token_for(olga)), sign_in(olga)
    suite, answer = run.suite_version.suite_id, answers(run)[1].pk
    assert client.get(f"/conversations/{suite}/").status_code == 404
    assert client.post(f"/runs/{run.pk}/follow-up/", {"change": "x"}).status_code == 404
    assert client.post(f"/candidates/{answer}/fix/").status_code == 404
    assert other.send(f"conversations/{suite}/versions", {"change": "x", "candidate": answer}).status_code == 404
    assert other.send("prompts", {"prompt": "x", "models": ["box/good"], "conversation": suite}).status_code == 422
    shown = client.post("/prompt/preview/", typed(prompt="x", follows=run.suite_version_id))
    assert TODO not in shown.content.decode()
    assert Run.objects.count() == 1


def test_answer_of_another_run_cannot_be_chosen(member: Client, run: Run) -> None:
    member.post(f"/runs/{run.pk}/follow-up/", {"change": "Dark"})
    new_run = newest(run)
    response = member.post(f"/runs/{new_run.pk}/follow-up/", {"change": "x", "on": answers(run)[0].pk})
    assert response.status_code == 422
    assert "has no finished answer" in response.content.decode()


def test_viewer_sees_a_conversation_but_cannot_send(run: Run) -> None:
    viewer = sign_in(factories.make_person("vera", role="viewer"))
    assert viewer.get(f"/runs/{run.pk}/follow-up/", {"change": "Dark"}).status_code == 200
    assert viewer.post(f"/runs/{run.pk}/follow-up/", {"change": "Dark"}).status_code == 403
    page = viewer.get(f"/runs/{run.pk}/").content.decode()
    assert "/fix/" not in page
    assert "/make-task/" not in page
    assert "/make-task/" not in viewer.get(f"/conversations/{run.suite_version.suite_id}/").content.decode()
