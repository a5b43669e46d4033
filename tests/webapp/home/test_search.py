"""Search finds names, notes, tags, the text of prompts, the code of answers and the sheets of workbooks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from evaluations import tasks, workbooks
from evaluations.actions.annotate_items import annotate
from evaluations.actions.delete_items import delete_item
from evaluations.actions.index_texts import index_texts
from evaluations.models import Grading, Note, Run, SearchText, StoredFile, Suite, SuiteVersion, Team, Workbook
from evaluations.models.search import FULL_TEXT, texts_with, write_text
from evaluations.records import Verdict, storable
from tests import factories
from tests.webapp.addresses import CSV
from tests.webapp.api_client import Caller, body_of, token_for
from tests.webapp.rows_for_pages import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def mia() -> Any:
    return factories.make_person("mia")


@pytest.fixture
def member(mia: Any) -> Client:
    return sign_in(mia)


def settle() -> None:
    """Make all rows old enough for the index, and index them."""
    earlier = now() - timedelta(minutes=1)
    for rows in (SuiteVersion.objects, Grading.objects, Workbook.objects):
        rows.update(created_at=earlier)
    tasks.index_texts()


@pytest.fixture
def run() -> Run:
    spec = factories.make_spec("prompt", title="A list", checks=None, prompt="Show Größe of each wombat, sorted")
    version = factories.make_suite([spec], slug="todo")
    Suite.objects.update(origin=Suite.Origin.PROMPT, title="A list")
    version.refresh_from_db()
    new_run = factories.make_run(version, [factories.make_model("box/good")], title="A list")
    factories.finish_run(new_run, [Verdict.UNCHECKED])
    admission = workbooks.admit("sales.csv", CSV)
    Workbook.objects.create(
        team=new_run.team,
        file=StoredFile.objects.store(CSV),
        name="sales.csv",
        format="csv",
        preview=storable(admission.preview),
    )
    settle()
    return new_run


def hits(client: Client, query: str, kind: str = "") -> list[str]:
    response = client.get("/search/", {"q": query, "in": kind})
    return [title for title, _ in response.context["results"]]


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ("wombat", ["Conversations"]),
        ("wom sort", ["Conversations"]),
        ("größe", ["Conversations"]),
        ("useState onDone", ["Answers"]),
        ("setn", ["Answers"]),
        ("sales", ["Workbooks"]),
        ("nowhere", []),
        ("wombat nowhere", []),
    ],
)
def test_words_are_found_by_their_beginning(member: Client, run: Run, query: str, kinds: list[str]) -> None:
    assert hits(member, query) == kinds


@pytest.mark.parametrize("query", ['"', "'", "*", "a AND", "NEAR(", "col:x", "^x", "-", "wombat\\", "%", "{}", ":*&|!"])
def test_no_search_text_causes_an_error(member: Client, run: Run, query: str) -> None:
    assert member.get("/search/", {"q": query}).status_code == 200


def test_notes_and_tags_are_found(member: Client, run: Run) -> None:
    answer = run.candidates.get()
    annotate(answer, tags=["keeper"], note="fast and small")
    annotate(run.suite_version.suite, note="for the trade fair")
    assert hits(member, "small") == ["Answers"]
    assert hits(member, "#keeper") == ["Answers"]
    assert hits(member, "trade fair") == ["Conversations"]
    assert Note.objects.count() == 2


def test_kind_narrows(member: Client, run: Run) -> None:
    assert hits(member, "list") == ["Conversations", "Runs"]
    assert hits(member, "list", "Runs") == ["Runs"]
    assert hits(member, "list", "Answers") == []


CODE = "const foo_bar = rows.map((row) => row.total); /* Foo_Bar: Größe, Gro\u0308\u00dfe, 1.25 */ rows.sort();"


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        *[(query, True) for query in ("foo_bar", "FOO_B", "map", "rows.map", "größ", "25", "total rows", "sort")],
        *[(query, False) for query in ("bar_foo", "oo_bar", "mapp")],
    ],
)
def test_words_of_code_are_found_in_any_writing(run: Run, query: str, is_found: bool) -> None:
    text = SearchText.objects.get(kind=SearchText.Kind.CODE)
    write_text(text.pk, CODE)
    assert texts_with(query).filter(pk=text.pk).exists() is is_found


def test_index_keeps_each_word_once(run: Run) -> None:
    text = SearchText.objects.get(kind=SearchText.Kind.CODE)
    write_text(text.pk, "let one = two;\n" * 500 + "ONE")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT vector::text FROM evaluations_searchtext WHERE id = %s", [text.pk])
        else:
            cursor.execute(f"SELECT body FROM {FULL_TEXT} WHERE rowid = %s", [text.pk])
        [words] = cursor.fetchone()
    assert len(words) < 40
    assert texts_with("two").filter(pk=text.pk).exists()


def test_index_goes_on_where_it_was(member: Client, run: Run) -> None:
    n = SearchText.objects.count()
    assert index_texts() == 0
    answer = run.candidates.get()
    answer.generation.delete()
    factories.finish(answer, Verdict.UNCHECKED)
    settle()
    assert SearchText.objects.count() == n, "a later judgement takes the place of the one before"
    assert hits(member, "useState") == ["Answers"]


def test_deleted_and_foreign_texts_are_not_found(mia: Any, member: Client, run: Run) -> None:
    other = sign_in(factories.make_person("olga", Team.objects.create(name="Other", slug="other"), "admin"))
    for query in ("wombat", "useState", "sales", "list"):
        assert hits(other, query) == [], query
    delete_item(run.suite_version.suite, mia)
    assert hits(member, "wombat") == []
    assert hits(member, "useState") == []


def test_api_finds_the_same(mia: Any, run: Run) -> None:
    api = Caller(token_for(mia))
    answer = run.candidates.get().pk
    assert body_of(api.get("search?q=useState")) == [
        {"kind": "answer", "name": "A list: box/good", "at": f"/api/v1/candidates/{answer}", "is_archived": False}
    ]
    suite = run.suite_version.suite_id
    assert body_of(api.get("search?q=wombat&kind=conversation"))[0]["at"] == f"/api/v1/conversations/{suite}"
    assert body_of(api.get("search?q=wombat&kind=run")) == []
