"""The API's description, the client that is generated from it, and the page that shows it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from ninja import Schema

from evaluations import tasks
from evaluations.records import Verdict
from tests import factories
from tests.environment import needs_time
from tests.webapp.api_client import Caller, token_for
from tests.webapp.generated_client import python_client, source
from webapp.api.python_client import FILE_NAME
from webapp.api_urls import api

SHEET = Path(__file__).parents[2] / "fixtures/workbooks/ok__calamine__temperature.xlsx"


def operations() -> list[dict[str, Any]]:
    return [operation for methods in api.document()["paths"].values() for operation in methods.values()]


def test_every_operation_has_a_name_of_its_own_a_sentence_and_a_token() -> None:
    names = [operation["operationId"] for operation in operations()]
    assert len(set(names)) == len(names)
    for operation in operations():
        assert operation["summary"]
        assert operation["security"], operation["operationId"]
        assert "application/problem+json" in operation["responses"]["default"]["content"]


def test_every_schema_has_a_name_of_its_own() -> None:
    """The document has one entry for each name: a second class of that name would take its place."""
    assert operations(), "all routers are loaded"
    modules: dict[str, set[str]] = {}
    classes = [Schema]
    while classes:
        schema = classes.pop()
        classes += schema.__subclasses__()
        if schema.__module__.startswith("webapp."):
            modules.setdefault(schema.__name__, set()).add(schema.__module__)
    assert [name for name, homes in modules.items() if len(homes) > 1] == []


def test_old_names_are_listed_with_their_end() -> None:
    listed = (
        (Path(settings.BASE_DIR) / "docs/reference/api.md").read_text().partition("## Old names")[2].partition("## ")[0]
    )
    document = api.document()
    paths = {path for path, methods in document["paths"].items() for row in methods.values() if row.get("deprecated")}
    fields = {
        name
        for schema in document["components"]["schemas"].values()
        for name, field in schema.get("properties", {}).items()
        if field.get("deprecated")
    }
    parameters = {
        row["name"]
        for methods in document["paths"].values()
        for operation in methods.values()
        for row in operation.get("parameters", [])
        if row.get("deprecated") or row["schema"].get("deprecated")
    }
    assert {"cure", "said", "seconds_an_answer", "on"} <= fields
    assert parameters == {"kept", "way", "made_of", "whose"}
    for name in fields | parameters:
        assert f"| `{name}`" in listed
    for path in paths:
        assert f"/{path.split('/')[5]}" in listed


def test_sentences_of_operations_say_what_a_request_does() -> None:
    """A summary begins with a verb; the description has whole sentences."""
    for operation in operations():
        name, summary, description = operation["operationId"], operation["summary"], operation.get("description", "")
        first = summary.split()[0]
        assert first not in {"A", "All", "An", "How", "One", "The", "What", "Which", "Who", "Your"}, (
            f"{name}: {summary}"
        )
        assert first.istitle(), f"{name}: {summary}"
        assert not summary.endswith("."), f"{name}: {summary}"
        assert description.endswith("."), f"{name}: {description}"


def run_python(*words: str, text: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *words]
    return subprocess.run(
        command, cwd=settings.BASE_DIR, input=text, capture_output=True, text=True, timeout=120, check=False
    )


def test_client_has_a_method_for_each_operation() -> None:
    methods = vars(python_client().Bakeoff)
    for operation in operations():
        assert methods[operation["operationId"]].__doc__.startswith(operation["summary"])


def test_client_needs_nothing_but_the_standard_library(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(source())
    result = run_python("-I", "-S", str(tmp_path / FILE_NAME), "--help")
    assert (result.returncode, "evaluate" in result.stdout) == (0, True), result.stderr


@pytest.mark.parametrize("command", [("format", "--check"), ("check",)])
def test_client_is_laid_out_like_other_code(command: tuple[str, ...]) -> None:
    """The generator does it without ruff, which an installation does not have."""
    result = run_python("-m", "ruff", *command, "--stdin-filename", FILE_NAME, "-", text=source())
    assert result.returncode == 0, result.stdout + result.stderr


@needs_time
def test_client_is_typed(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(source())
    (tmp_path / "mypy.ini").write_text("[mypy]\nstrict = True\npython_version = 3.10\n")
    words = ("--config-file", str(tmp_path / "mypy.ini"), "--cache-dir", str(tmp_path / "cache"))
    result = run_python("-m", "mypy", *words, str(tmp_path / FILE_NAME))
    assert result.returncode == 0, result.stdout


@pytest.mark.django_db
def test_site_serves_the_client_to_everybody_with_a_token() -> None:
    assert Caller().get(FILE_NAME).status_code == 401
    mia = Caller(token_for(factories.make_person("mia", role="viewer")))
    served = mia.get(FILE_NAME)
    assert (served.content.decode(), served["Content-Type"]) == (source(), "text/x-python; charset=utf-8")
    assert mia.get(FILE_NAME, **{"If-None-Match": served["ETag"]}).status_code == 304


def test_description_is_not_loaded_with_the_pages() -> None:
    code = "import django; django.setup(); import webapp.urls, sys; sys.exit('ninja' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR, check=False, env=None)
    assert done.returncode == 0


@pytest.mark.django_db(transaction=True)
def test_client_works_against_a_live_server(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "wake", lambda: None)
    run = factories.make_run(factories.make_suite(), [factories.make_model("a/x"), factories.make_model("a/y")])
    factories.finish_run(run, [Verdict.PASSED, Verdict.FAILED])
    client = python_client()
    bakeoff = client.Bakeoff(live_server.url, token=token_for(factories.make_person("mia")))
    assert bakeoff.get_me()["user"] == "mia"
    answers = list(bakeoff.all_pages(bakeoff.list_candidates, run=[run.pk], verdict="passed"))
    assert [answer["verdict"] for answer in answers] == ["passed", "passed"]
    assert bakeoff.list_candidates(run=[run.pk]) == bakeoff.list_candidates(run=[run.pk])  # the second one by ETag
    assert bakeoff.wait_for_run(run.pk)["state"] == "done"
    assert len(bakeoff.export_run(run.pk).splitlines()) == 4  # JSON lines are a file and no JSON document
    assert b"<testsuites" in bakeoff.export_run(run.pk, format="junit")
    created = bakeoff.upload_workbook(file=SHEET)
    assert bakeoff.get_workbook(created["id"])["name"] == SHEET.name
    assert bakeoff.delete_workbook(created["id"]) is None
    started = bakeoff.create_run(suite="starter", models=["a/x"])
    with pytest.raises(TimeoutError, match="is running"):
        bakeoff.wait_for_run(started["id"], every_s=0.01, timeout_s=0.02)
    with pytest.raises(client.BakeoffProblem, match="no such run") as refused:
        bakeoff.get_run(999_999)
    assert (refused.value.status, bool(refused.value.hint)) == (404, True)
    assert refused.value.cure == refused.value.hint, "its old name"
    with pytest.raises(client.BakeoffProblem) as unknown:
        client.Bakeoff(live_server.url, token="nonsense").get_me()
    assert unknown.value.status == 401
