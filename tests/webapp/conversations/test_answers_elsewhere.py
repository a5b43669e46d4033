"""A pasted or uploaded answer that was made elsewhere: graded like others, under the given name, only in its team."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evaluations import workbooks
from evaluations.models import Candidate, LanguageModel, Run, State, StoredFile, Suite, Team, Workbook
from evaluations.records import Kind, Verdict, storable
from tests import factories
from tests.webapp.addresses import CSV
from tests.webapp.api_client import Caller, body_of, token_for
from tests.webapp.rows_for_pages import sign_in

pytestmark = pytest.mark.django_db
TEXT = "Sure!\n```tsx\nexport default () => <b>hi</b>;\n```"


@pytest.fixture
def mia() -> Any:
    return factories.make_person("mia")


@pytest.fixture
def run() -> Run:
    version = factories.make_suite([factories.unchecked_spec()], slug="todo")
    Suite.objects.update(origin=Suite.Origin.PROMPT, title="A todo list")
    version.refresh_from_db()
    new_run = factories.make_run(version, [factories.make_model("box/good")])
    factories.finish_run(new_run, [Verdict.UNCHECKED])
    return new_run


@pytest.fixture
def task(run: Run) -> int:
    return run.suite_version.tasks.get().pk


@pytest.fixture
def book() -> Workbook:
    admission = workbooks.admit("sales.csv", CSV)
    return Workbook.objects.create(
        team=factories.make_team(),
        file=StoredFile.objects.store(CSV),
        name="sales.csv",
        format="csv",
        preview=storable(admission.preview),
        truth=storable(admission.expected_data or {}),
    )


def pasted() -> Candidate:
    return Candidate.objects.filter(run__origin=Run.Origin.STORED).select_related("model__server", "run").get()


def test_pasted_answer_waits_for_the_sandbox_and_is_listed_with_the_others(
    mia: Any, run: Run, task: int, woken: list[int]
) -> None:
    member = sign_in(mia)
    response = member.post(f"/tasks/{task}/answers/", {"model": " stored/gpt-4o ", "answer": TEXT})
    answer = pasted()
    assert response.headers["Location"] == f"/candidates/{answer.pk}/"
    assert (answer.model.model_id, answer.state, answer.generation.text) == ("stored/gpt-4o", State.EXECUTING, TEXT)
    assert answer.run.created_by == mia
    assert woken
    page = member.get(f"/runs/{run.pk}/").content.decode()
    assert f'data-card="{answer.pk}"' in page
    lists = member.get("/runs/").content.decode()
    assert f'href="/runs/{run.pk}/"' in lists, "the conversation is shown by the run that asked models"
    assert f'href="/runs/{answer.run_id}/"' not in lists


def test_same_answer_is_added_once(mia: Any, task: int, woken: list[int]) -> None:
    member = sign_in(mia)
    for _ in range(2):
        member.post(f"/tasks/{task}/answers/", {"model": "gpt-4o", "answer": TEXT})
    assert pasted()
    member.post(f"/tasks/{task}/answers/", {"model": "gpt-4o", "answer": TEXT + "\nother"})
    assert Run.objects.filter(origin=Run.Origin.STORED).count() == 2


def test_file_is_read_and_refused_with_a_sentence(mia: Any, task: int, woken: list[int]) -> None:
    member = sign_in(mia)
    file = SimpleUploadedFile("answer.md", TEXT.encode())
    member.post(f"/tasks/{task}/answers/", {"model": "claude", "file": file})
    assert pasted().generation.text == TEXT
    refused = {
        "is not text": {"model": "x", "file": SimpleUploadedFile("a.png", b"\x89PNG\xff")},
        "is empty": {"model": "x", "answer": "  "},
        "Say which model": {"model": " ", "answer": TEXT},
        "more than 400,000": {"model": "x", "file": SimpleUploadedFile("a.txt", b"a" * 400_001)},
    }
    for sentence, data in refused.items():
        page = member.post(f"/tasks/{task}/answers/", data, follow=True).content.decode()
        assert sentence in page
    assert pasted()


def test_answer_on_a_workbook_is_compared_with_its_cells(mia: Any, book: Workbook, woken: list[int]) -> None:
    api = Caller(token_for(mia))
    created = body_of(api.send("answers", {"model": "gpt-4o", "text": TEXT, "workbook": book.pk}), 201)
    answer = Candidate.objects.select_related("task__version__suite").get(pk=created["id"])
    assert (answer.task.kind, answer.task.workbook) == (Kind.EXCEL, book)
    assert answer.task.fixtures == {"sales.csv": book.file_id}
    again = body_of(api.send("answers", {"model": "other", "text": TEXT, "workbook": book.pk}), 201)
    assert again["task_id"] == created["task_id"], "one prompt for all answers to a workbook"
    assert sign_in(mia).get(f"/workbooks/{book.pk}/").status_code == 200


def test_api_takes_exactly_one_place(mia: Any, run: Run, task: int, woken: list[int]) -> None:
    api = Caller(token_for(mia))
    body = {"model": "gpt-4o", "text": TEXT}
    assert api.send("answers", body).status_code == 422
    assert api.send("answers", {**body, "task": task, "conversation": 1}).status_code == 422
    created = body_of(api.send("answers", {**body, "conversation": run.suite_version.suite_id}), 201)
    assert (created["task_id"], created["model"]) == (task, "stored/gpt-4o")


def test_other_teams_can_neither_add_an_answer_nor_see_its_name(
    mia: Any, task: int, book: Workbook, woken: list[int]
) -> None:
    olga = factories.make_person("olga", Team.objects.create(name="Other", slug="other"), "admin")
    other = sign_in(olga)
    assert other.post(f"/tasks/{task}/answers/", {"model": "x", "answer": TEXT}).status_code == 404
    assert other.post(f"/workbooks/{book.pk}/answers/", {"model": "x", "answer": TEXT}).status_code == 404
    assert not LanguageModel.objects.filter(server__kind="stored").exists()
    sign_in(mia).post(f"/tasks/{task}/answers/", {"model": "secret-model", "answer": TEXT})
    pk = LanguageModel.objects.get(name="secret-model").pk
    assert Caller(token_for(mia)).get(f"models/{pk}").status_code == 200
    api = Caller(token_for(olga))
    assert api.get(f"models/{pk}").status_code == 404
    assert "secret-model" not in str(body_of(api.get("search?q=secret")))
    for address in ("/models/", "/search/?q=secret", "/candidates/?model=stored/secret-model"):
        page = other.get(address).content.decode().replace("q=secret", "").replace("“secret”", "")
        assert "<code>secret-model" not in page, address


def test_viewer_cannot_add_an_answer(task: int, woken: list[int]) -> None:
    viewer: Client = sign_in(factories.make_person("vera", role="viewer"))
    assert viewer.post(f"/tasks/{task}/answers/", {"model": "x", "answer": TEXT}).status_code == 403
