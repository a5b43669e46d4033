"""The example of docs/how-to/ci.md, run as a CI runner does: its own commands, over HTTP, against a live server."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from evaluations import tasks
from evaluations.management.commands.grade import Command as Grade
from evaluations.models import Run
from evaluations.records import Verdict
from tests import factories
from tests.webapp.api_client import token_for

DOC = (Path(settings.BASE_DIR) / "docs" / "how-to" / "ci.md").read_text()
P, F = Verdict.PASSED, Verdict.FAILED


WORKFLOW, GITLAB, GRADE = (yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", DOC, re.DOTALL))


def steps() -> list[str]:
    """Return the workflow's commands in order."""
    (job,) = WORKFLOW["jobs"].values()
    assert set(job["env"]) == {"BAKEOFF_URL", "BAKEOFF_TOKEN"}
    return [step["run"] for step in job["steps"] if "run" in step]


def nightly(where: Path, url: str, token: str, commands: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
    """Run all steps with `bash -e`: those of the first workflow, unless others are given."""
    env = {"PATH": os.environ["PATH"], "BAKEOFF_URL": url, "BAKEOFF_TOKEN": token}
    return subprocess.run(
        ["bash", "-e", "-c", "\n".join(commands or steps())],
        cwd=where,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.django_db(transaction=True)
def test_workflow_passes_until_a_model_got_worse(
    live_server: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    verdicts: list[Verdict] = []

    def answer_all() -> None:
        """Do the workers' part. Only the model is scripted."""
        for run in Run.objects.filter(state=Run.State.RUNNING):
            factories.finish_run(run, verdicts)

    monkeypatch.setattr(tasks, "wake", answer_all)
    factories.make_suite([factories.make_spec(f"t{n}") for n in range(10)])
    factories.make_model("embedded/smollm2:135m")
    token = token_for(factories.make_person("ci"), "read", "write")

    verdicts[:] = [P]
    first = nightly(tmp_path, live_server.url, token)
    assert first.returncode == 0, first.stderr
    assert "Nothing to compare with yet" in first.stdout
    second = nightly(tmp_path, live_server.url, token)
    assert second.returncode == 0, second.stderr
    assert "No difference seen" in second.stdout
    on_gitlab = nightly(tmp_path, live_server.url, token, GITLAB["evaluate"]["script"])
    assert on_gitlab.returncode == 0, on_gitlab.stderr
    assert GITLAB["evaluate"]["artifacts"]["reports"]["junit"] == "results.xml"
    assert "<testsuites" in (tmp_path / "results.xml").read_text()
    verdicts[:] = [F]
    third = nightly(tmp_path, live_server.url, token)
    assert third.returncode == 1, third.stdout + third.stderr
    assert "WORSE" in third.stdout
    assert '<failure type="failed"' in (tmp_path / "results.xml").read_text()
    assert nightly(tmp_path, live_server.url, "nonsense").returncode != 0
    assert nightly(tmp_path, "http://127.0.0.1:9", token).returncode != 0


def test_command_of_the_grading_workflow_is_one_of_the_docs() -> None:
    commands = [step["run"] for step in GRADE["jobs"]["grade"]["steps"] if "run" in step]
    assert commands[0] == "make setup"
    words = commands[1].removeprefix(".venv/bin/python manage.py grade ").split()
    arguments = Grade().create_parser("manage.py", "grade").parse_args(words)
    assert (arguments.out, arguments.junit) == ("VERDICTS.jsonl", "results.xml")


def test_commands_of_the_docs_exist() -> None:
    root = Path(settings.BASE_DIR)
    commands = {path.stem for path in (root / "evaluations/management/commands").glob("[a-z]*.py")}
    for name in ("reference/api.md", "how-to/ci.md"):
        assert set(re.findall(r"manage\.py ([a-z_]+)", (root / "docs" / name).read_text())) <= commands


def test_operations_of_the_docs_exist() -> None:
    from webapp.api_urls import FAMILIES, api

    text = (Path(settings.BASE_DIR) / "docs" / "reference" / "api.md").read_text()
    assert re.findall(r"^\| (\w+) \|", text, re.MULTILINE)[1:] == list(FAMILIES)
    names = {operation["operationId"] for methods in api.document()["paths"].values() for operation in methods.values()}
    assert set(re.findall(r"bakeoff\.(\w+)[(,]", text)) - {"wait_for_run", "all_pages"} <= names
