"""The task editor: no typed text is lost, actions check roles, versions, and the archive."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now

from evaluations import job_data
from evaluations.actions.remove_deleted import remove_deleted
from evaluations.actions.task_drafts import add_draft_to_suite, new_draft, read_draft, save_draft
from evaluations.actions.task_fields import new_fields, rows_in
from evaluations.job_results import TryResult
from evaluations.models import EntryCheck, Suite, TaskDraft, Workbook
from evaluations.records import Kind
from evaluations.task_digests import verdict_digest
from evaluations.tasks import suite_jobs
from tests import factories
from tests.task_drafts import COMPONENT, FUNCTION
from tests.webapp.api_client import Caller, body_of, caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def mia(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(suite_jobs.execute_try, "delay", lambda token: token)
    client = Client()
    client.force_login(factories.make_person("mia"))
    return client


@pytest.fixture
def suite() -> Suite:
    return Suite.objects.create(team=factories.make_team(), slug="own", title="Own")


def met(draft: TaskDraft, *, is_met: bool = True) -> None:
    """Store the result of trying the conditions for the draft's present content."""
    spec = read_draft(draft).spec
    assert spec is not None, read_draft(draft).faults
    row = {"name": "mutant m0 fails", "is_met": is_met, "message": "passed"}
    EntryCheck.objects.create(pk=verdict_digest(spec, draft.fixtures), is_met=is_met, conditions=[row])


def add_tasks(suite: Suite, *slugs: str) -> None:
    """Put tasks into the suite, as the editor does."""
    for slug in slugs:
        draft = new_draft(suite, {**FUNCTION, "slug": slug, "title": slug, "kind": Kind.FREE, "checks": ""}, None)
        add_draft_to_suite(draft)


def slugs(suite: Suite) -> list[str]:
    newest = suite.latest()
    return [task.slug for task in newest.tasks.order_by("position")] if newest else []


def form_of(draft: TaskDraft, **changes: Any) -> dict[str, Any]:
    """Return the form that a browser without JavaScript posts, with every field."""
    data: dict[str, Any] = {name: value for name, value in draft.fields.items() if isinstance(value, str)}
    data |= {"revision": draft.revision, "lists": ["context", "reference", "mutants", "alternatives"]}
    for name in ("context", "reference"):
        data[f"{name}_path"] = [path for path, _ in rows_in(draft.fields, name)]
        data[f"{name}_text"] = [text for _, text in rows_in(draft.fields, name)]
    for name in ("mutants", "alternatives"):
        for at, part in enumerate(("name", "path", "text")):
            data[f"{name}_{part}"] = [row[at] for row in rows_in(draft.fields, name)]
    return data | changes


def test_a_new_suite_gets_its_first_task_without_javascript(mia: Client) -> None:
    created = mia.post("/suites/new/", {"title": "Our sums", "description": "Adds up.", "licence": "MIT"})
    assert created["Location"] == "/suites/our-sums/edit/"
    assert "No task yet" in mia.get(created["Location"]).content.decode()
    at = mia.post("/suites/our-sums/drafts/")["Location"]
    draft = TaskDraft.objects.get()
    fresh = mia.get(at).content.decode()
    assert "The prompt is empty" not in fresh  # nothing was typed yet
    draft.fields = new_fields(**FUNCTION)
    tried = mia.post(at, form_of(draft, act="try"))
    assert tried["Location"].startswith(f"{at}?try=")
    assert mia.get(tried["Location"].partition("#")[0])["Refresh"] == "1"
    draft.refresh_from_db()
    assert "Press Try" in mia.post(at, form_of(draft, act="keep")).content.decode()
    met(draft)
    assert mia.post(at, form_of(draft, act="keep"))["Location"] == "/suites/our-sums/edit/"
    page = mia.get("/suites/our-sums/edit/").content.decode()
    assert "● 1 met" in page
    assert "● 1 met" in mia.get("/suites/our-sums/").content.decode()


def test_unmet_condition_keeps_the_task_out_of_the_suite_and_says_why(mia: Client, suite: Suite) -> None:
    draft = new_draft(suite, FUNCTION, None)
    met(draft, is_met=False)
    response = mia.post(f"/suites/own/drafts/{draft.pk}/", form_of(draft, act="keep"))
    assert response.status_code == 422
    assert "Not met: mutant m0 fails. passed" in response.content.decode()
    assert suite.latest() is None
    assert "Not met: mutant m0 fails" in mia.get("/suites/own/edit/").content.decode()


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"prompt": " "}, "prompt", "The prompt is empty"),
        ({"slug": "a b"}, "slug", '"a b" cannot be an address'),
        ({"kind": "poem"}, "kind", '"poem" is not a kind'),
        ({"kind": "python"}, "language", "Choose kind python and language py together."),
        ({"timeout_ms": "soon"}, "timeout_ms", '"soon" is not a whole number from 100 to 120,000'),
        ({"memory_mb": "9999999"}, "memory_mb", "4,096"),
        ({"entry_point": "2x"}, "entry_point", '"2x" is not a name'),
        ({"checks": ""}, "checks", "There are no checks yet"),
        ({"reference": [["other.js", "x"]]}, "reference", "The reference lacks answer.js"),
        ({"reference": [["../x.js", "x"]]}, "reference", '"../x.js" is not a relative path'),
        ({"mutants": [["m", "nothing.js", "x"]]}, "mutants", "replaces none of answer.js"),
        ({"mutants": [["m", "answer.js", "x"], ["m", "answer.js", "y"]]}, "mutants", "is there twice"),
        ({"alternatives": [["a", "other.js", "x"]]}, "alternatives", "lacks answer.js"),
        ({"entry": "../x.js"}, "entry", 'Entry "../x.js" leaves the task'),
    ],
)
def test_bad_field_is_stored_and_says_which_and_why(
    mia: Client, suite: Suite, change: dict[str, Any], field: str, words: str
) -> None:
    draft = save_draft(new_draft(suite, FUNCTION, None).pk, 1, change, None).draft
    faults = {fault.field: fault.message for fault in read_draft(draft).faults}
    assert words in faults[field]
    page = mia.get(f"/suites/own/drafts/{draft.pk}/").content.decode()
    assert words.replace('"', "&quot;") in page


def test_two_editors_lose_no_text(mia: Client, suite: Suite) -> None:
    """Changes of different fields are both stored. For the same field both texts are shown, and the first one stays."""
    draft = new_draft(suite, FUNCTION, None)
    at = f"/suites/own/drafts/{draft.pk}/"
    other = Client()
    other.force_login(factories.make_person("olga"))
    assert mia.post(f"{at}save/", {"revision": 1, "prompt": "Mia's prompt"}).json()["revision"] == 2
    answer = other.post(f"{at}save/", {"revision": 1, "tags": "olga"}).json()
    assert answer["conflicts"] == {}
    assert answer["fields"]["prompt"] == "Mia's prompt"
    clash = other.post(f"{at}save/", {"revision": 1, "prompt": "Olga's prompt"})
    assert clash.json()["conflicts"] == {"prompt": "Mia's prompt"}
    draft.refresh_from_db()
    assert draft.fields["prompt"] == "Mia's prompt"
    page = other.post(at, {**form_of(draft), "revision": 1, "prompt": "Olga's prompt"})
    text = page.content.decode()
    assert page.status_code == 409
    assert "Olga&#x27;s prompt" in text
    assert "Mia&#x27;s prompt" in text
    assert other.post(at, form_of(draft, prompt="Both")).status_code == 302
    draft.refresh_from_db()
    assert draft.fields["prompt"] == "Both"


def test_editing_makes_a_version_and_the_old_one_keeps_its_task(mia: Client, suite: Suite) -> None:
    add_tasks(suite, "a", "b")
    first = suite.latest()
    assert first is not None
    at = mia.post("/suites/own/tasks/a/edit/")["Location"]
    assert mia.post("/suites/own/tasks/a/edit/")["Location"] == at  # everybody gets the same draft
    draft = TaskDraft.objects.get()
    assert mia.post(at, form_of(draft, prompt="Another prompt", act="keep"))["Location"] == "/suites/own/edit/"
    newest = suite.latest()
    assert newest is not None
    assert newest.number == first.number + 1
    assert first.tasks.get(slug="a").spec["prompt"] == FUNCTION["prompt"]
    assert newest.tasks.get(slug="a").spec["prompt"] == "Another prompt"
    assert slugs(suite) == ["a", "b"]
    assert "(prompt)" in mia.get("/suites/own/edit/").content.decode()


def test_restored_content_becomes_the_newest_version(mia: Client, suite: Suite) -> None:
    add_tasks(suite, "a", "b")
    old = suite.latest()
    mia.post("/suites/own/order/", {"task": ["a", "b"], "place": ["2", "1"]})
    assert slugs(suite) == ["b", "a"]
    mia.post("/suites/own/order/", {"task": ["b", "a"], "place": ["2", "1"]})
    newest = suite.latest()
    assert slugs(suite) == ["a", "b"]
    assert newest is not None
    assert newest == old  # old results count for the same content
    assert newest.number == 4


def test_archive_restore_clone_and_move(mia: Client, suite: Suite) -> None:
    add_tasks(suite, "a", "b", "c")
    target = Suite.objects.create(team=suite.team, slug="other", title="Other")
    mia.post("/suites/own/tasks/b/act/", {"act": "archive"})
    assert slugs(suite) == ["a", "c"]
    draft = TaskDraft.objects.get(is_archived=True)
    mia.post(f"/suites/own/drafts/{draft.pk}/restore/")
    assert slugs(suite) == ["a", "b", "c"]
    mia.post("/suites/own/tasks/a/act/", {"act": "clone"})
    assert TaskDraft.objects.get(suite=suite).fields["slug"] == "a-2"
    mia.post("/suites/own/tasks/c/act/", {"act": "move", "to": "other"})
    assert slugs(suite) == ["a", "b"]
    assert TaskDraft.objects.get(suite=target).fields["slug"] == "c"
    assert TaskDraft.objects.get(suite=suite, is_archived=True).title == "c"


def test_discarded_draft_is_restored_with_what_was_typed(mia: Client, suite: Suite) -> None:
    add_tasks(suite, "a", "b")
    at = mia.post("/suites/own/tasks/a/edit/")["Location"]
    mia.post(at, form_of(TaskDraft.objects.get(), prompt="Half a prompt", act="save"))
    page = mia.post(f"{at}discard/", follow=True).content.decode()
    assert "Restore brings it back" in page
    assert "discarded draft of a" in " ".join(page.split())
    draft = TaskDraft.objects.get()
    other = mia.post("/suites/own/tasks/a/edit/")["Location"]  # another draft begins from the task
    mia.post(f"/suites/own/drafts/{draft.pk}/restore/")
    draft.refresh_from_db()
    assert (draft.is_archived, draft.task_slug, draft.fields["slug"]) == (False, "", "a-2")
    assert draft.fields["prompt"] == "Half a prompt"
    mia.post(f"{other}discard/")
    mia.post(f"/suites/own/drafts/{TaskDraft.objects.get(is_archived=True).pk}/restore/")
    assert sorted(TaskDraft.objects.values_list("task_slug", "is_archived")) == [("", False), ("a", False)]
    assert slugs(suite) == ["a", "b"]


def test_archiving_a_task_keeps_the_draft_that_edits_it(mia: Client, suite: Suite) -> None:
    add_tasks(suite, "a", "b")
    at = mia.post("/suites/own/tasks/a/edit/")["Location"]
    mia.post(at, form_of(TaskDraft.objects.get(), prompt="Half a prompt", act="save"))
    mia.post("/suites/own/tasks/a/act/", {"act": "archive"})
    draft = TaskDraft.objects.discarded().get()
    assert draft.fields["prompt"] == "Half a prompt"
    mia.post(f"/suites/own/drafts/{draft.pk}/restore/")
    draft.refresh_from_db()
    assert (draft.is_archived, draft.task_slug) == (False, "")
    assert slugs(suite) == ["b"]


def test_discarded_drafts_are_removed_after_30_days_and_empty_ones_at_once(mia: Client, suite: Suite) -> None:
    at = mia.post("/suites/own/drafts/")["Location"]
    mia.post(f"{at}discard/")
    assert not TaskDraft.objects.exists()
    draft = new_draft(suite, FUNCTION, None)
    mia.post(f"/suites/own/drafts/{draft.pk}/discard/")
    assert remove_deleted() == 0
    TaskDraft.objects.update(changed_at=now() - timedelta(days=31))
    archived = new_draft(suite, FUNCTION, None)
    TaskDraft.objects.filter(pk=archived.pk).update(is_archived=True, position=0, changed_at=draft.changed_at)
    assert remove_deleted() == 1
    assert TaskDraft.objects.get() == archived


def test_dropped_workbook_becomes_an_excel_task(mia: Client, suite: Suite) -> None:
    book = SimpleUploadedFile("sales.csv", b"region,amount\nNorth,12\nSouth,7\n")
    at = mia.post("/suites/own/from-files/", {"files": book})["Location"]
    draft = TaskDraft.objects.get()
    assert at == f"/suites/own/drafts/{draft.pk}/"
    assert (draft.fields["kind"], list(draft.fixtures)) == ("excel", ["sales.csv"])
    assert draft.workbook == Workbook.objects.get(name="sales.csv")
    assert read_draft(draft).spec is not None


def test_suite_from_files_is_read_only_and_can_be_cloned(mia: Client) -> None:
    version = factories.make_suite()
    Suite.objects.update(origin=Suite.Origin.SHIPPED)
    for path, data in (("drafts/", {}), ("tasks/add/edit/", {}), ("tasks/add/act/", {"act": "archive"})):
        response = mia.post(f"/suites/starter/{path}", data)
        assert response.status_code == 422, path
        assert "Clone it to edit" in response.content.decode()
    copy = mia.post("/suites/starter/clone/", {"title": "Mine"})["Location"]
    assert copy == "/suites/mine/edit/"
    clone = Suite.objects.get(slug="mine")
    assert slugs(clone) == [task.slug for task in version.tasks.all()]
    assert mia.post("/suites/mine/drafts/").status_code == 302


def test_try_uses_the_typed_answer_and_limits_each_person(
    mia: Client, suite: Suite, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webapp.task_editor.tries.MAX_TRIES_PER_MINUTE", 2)
    monkeypatch.setattr("webapp.task_editor.tries._minute", lambda: 7)
    draft = new_draft(suite, COMPONENT, None)
    at = f"/suites/own/drafts/{draft.pk}/try/"
    page = mia.post(at, {"answer": "```tsx\nexport default 1\n```"}).content.decode()
    token = page.partition('data-token="')[2].partition('"')[0]
    order = job_data.take_input(token)
    assert order is not None
    assert [answer["about"] for answer in order["answers"]] == ["answer"]
    assert mia.post(at).status_code == 200
    assert mia.post(at).status_code == 429
    job_data.store_answer(
        token, TryResult(rows=[], error="<b>x</b>", is_done=True, first_round_ms=1, conditions=[]), 60
    )
    shown = mia.get(f"{at}{token}/").content.decode()
    assert "data-done" in shown
    assert "&lt;b&gt;x" in shown


def test_try_that_ends_while_it_is_asked_for_is_shown_with_its_conditions(
    mia: Client, suite: Suite, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = new_draft(suite, FUNCTION, None)
    condition = {"name": "reference passes", "is_met": True, "message": ""}
    done = {"rows": [], "error": "", "is_done": True, "first_round_ms": 1, "conditions": [condition]}

    def ends_now(token: str, shape: type) -> Any:
        met(draft)
        return done

    monkeypatch.setattr(job_data, "answer_of", ends_now)
    shown = mia.get(f"/suites/own/drafts/{draft.pk}/try/token/").content.decode()
    assert "All conditions of entry are met" in shown


def test_draft_with_a_fault_is_not_tried(mia: Client, suite: Suite) -> None:
    draft = new_draft(suite, {**COMPONENT, "prompt": ""}, None)
    response = mia.post(f"/suites/own/drafts/{draft.pk}/try/")
    assert response.status_code == 422
    assert "The prompt is empty" in response.content.decode()


def test_script_of_the_page_gets_the_reason_for_a_refused_save(mia: Client, suite: Suite) -> None:
    draft = new_draft(suite, FUNCTION, None)
    Suite.objects.filter(pk=suite.pk).update(origin=Suite.Origin.SHIPPED)
    answer = mia.post(f"/suites/own/drafts/{draft.pk}/save/", {"revision": 1, "prompt": "x"}).json()
    assert "is read-only" in answer["error"]
    assert answer["trouble"] == answer["error"]  # the old name, for pages that are open during a restart


@pytest.mark.parametrize("role", ["viewer", "reviewer"])
def test_viewers_and_reviewers_cannot_edit(suite: Suite, role: str) -> None:
    draft = new_draft(suite, FUNCTION, None)
    client = Client()
    client.force_login(factories.make_person("vera", role=role))
    for path in ("edit/", f"drafts/{draft.pk}/", f"drafts/{draft.pk}/save/"):
        assert client.get(f"/suites/own/{path}").status_code == 403
        assert client.post(f"/suites/own/{path}", {"prompt": "x", "revision": 1}).status_code == 403
    draft.refresh_from_db()
    assert draft.fields["prompt"] == FUNCTION["prompt"]


def test_the_api_does_what_the_pages_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suite_jobs.execute_try, "delay", lambda token: token)
    mia: Caller = caller("member", name="mia")
    assert body_of(mia.send("suites/new", {"title": "Own"}), 201)["slug"] == "own"
    draft = body_of(mia.send("suites/own/drafts", {"fields": FUNCTION}), 201)
    assert draft["faults"] == []
    assert "Press Try" in draft["reason"]
    at = f"suites/own/drafts/{draft['id']}"
    changed = body_of(mia.send(at, {"revision": 1, "fields": {"prompt": "New words"}}, "PATCH"))
    clash = mia.send(at, {"revision": 1, "fields": {"prompt": "Other words"}}, "PATCH")
    assert clash.status_code == 409
    assert mia.send(at, {"revision": 2, "fields": {"promt": "x"}}, "PATCH").status_code == 422
    token = body_of(mia.send(f"{at}/try", {"answer": "x"}), 202)["token"]
    assert body_of(mia.get(f"{at}/try?token={token}"))["is_done"] is False
    assert mia.send(f"{at}/keep").status_code == 422
    row = TaskDraft.objects.get(pk=draft["id"])
    met(row)
    assert body_of(mia.send(f"{at}/keep")) == {"suite": "own", "version": 1, "n_tasks": 1}
    assert changed["fields"]["prompt"] == "New words"
    assert body_of(mia.get("suites/own/conditions"))[0]["state"] == "met"
    again = body_of(mia.send("suites/own/drafts", {"task": "twice", "fields": {"title": "Double"}}), 201)
    assert body_of(mia.send(f"suites/own/drafts/{again['id']}/keep"))["version"] == 2
    assert body_of(mia.get("suites/own/changes"))["changed"] == {"twice": ["title"]}


VISUAL = {
    "slug": "hello",
    "title": "Hello",
    "kind": "visual",
    "language": "html",
    "prompt": "Rebuild it.",
    "reference": [["index.html", "<h1>Hello</h1>"]],
}


def truth_of(draft: TaskDraft) -> Any:
    draft.refresh_from_db()
    spec = read_draft(draft).spec
    return spec.truth if spec else [(fault.field, fault.message) for fault in read_draft(draft).faults]


def test_threshold_of_a_page_to_rebuild_is_typed_in_the_editor(mia: Client, suite: Suite) -> None:
    draft = new_draft(suite, VISUAL, None)
    at = f"/suites/own/drafts/{draft.pk}/"
    assert truth_of(draft) is None
    for typed, truth in (("0.93", {"threshold": 0.93}), ("0,9", {"threshold": 0.9}), ("1", {"threshold": 1.0})):
        mia.post(at, {**form_of(draft), "threshold": typed, "act": "save"})
        assert truth_of(draft) == truth
    assert 'name="threshold" value="1"' in " ".join(mia.get(at).content.decode().split())
    assert "threshold" not in draft.fields  # processes of the release before refuse unknown fields
    message = "The threshold is not a number above 0, at most 1, like 0.9. Correct it, or leave it empty."
    for typed in ("nan", "1e999", "-1", "2", "much"):
        mia.post(at, {**form_of(draft), "threshold": typed, "act": "save"})
        assert truth_of(draft) == [("threshold", message)]
    page = " ".join(mia.get(at).content.decode().split())
    assert 'name="threshold" value="much"' in page
    assert message in page
    mia.post(at, {**form_of(draft), "threshold": "", "act": "save"})
    assert truth_of(draft) is None


def test_threshold_that_two_people_change_is_a_conflict(suite: Suite) -> None:
    draft = new_draft(suite, {**VISUAL, "threshold": "0.7"}, None)
    seen = draft.revision
    save_draft(draft.pk, seen, {"threshold": "0.8"}, factories.make_person("ada"))
    saved = save_draft(draft.pk, seen, {"threshold": "0.9", "title": "Hi"}, factories.make_person("bo"))
    assert saved.conflicts == {"threshold": "0.8"}
    assert (truth_of(draft), draft.fields["title"]) == ({"threshold": 0.8}, "Hi")


def test_threshold_by_api_is_kept_in_the_task_and_never_replaces_expected_data(suite: Suite) -> None:
    member = caller("member", name="max")
    created = body_of(member.send("suites/own/drafts", {"fields": {**VISUAL, "threshold": "0.85"}}), 201)
    assert created["fields"]["threshold"] == "0.85"
    at = f"suites/own/drafts/{created['id']}"
    body_of(member.send(at, {"revision": created["revision"], "fields": {"threshold": "0.95"}}, "PATCH"))
    draft = TaskDraft.objects.get()
    assert truth_of(draft) == {"threshold": 0.95}
    body_of(
        member.send(at, {"revision": 2, "fields": {"kind": "function", "language": "js", "checks": "test()"}}, "PATCH")
    )
    assert "threshold" not in str(truth_of(draft))
    other = new_draft(suite, {"kind": "excel"}, None, extra={"truth": {"columns": [], "rows": []}})
    save_draft(other.pk, 1, {"threshold": "0.5"}, None)
    other.refresh_from_db()
    assert other.extra == {"truth": {"columns": [], "rows": []}}
