"""The commands of docs/how-to/choose-a-model.md work as written, on the models of the demonstration data."""

from __future__ import annotations

import gzip
import json
import re
import shlex
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from evaluations.models import Run
from evaluations.records import Verdict
from tests import factories

pytestmark = pytest.mark.django_db
ROOT = Path(settings.BASE_DIR)


def names() -> list[str]:
    with gzip.open(ROOT / "suites/can-ai-code/answers.jsonl.gz", "rt") as lines:
        return sorted({json.loads(line)["model"] for line in lines})


def commands() -> list[list[str]]:
    text = (ROOT / "docs/how-to/choose-a-model.md").read_text()
    return [shlex.split(line, comments=True) for line in re.findall(r"^\.venv/bin/python manage\.py (.+)$", text, re.M)]


def test_every_example_works_as_written(capsys: pytest.CaptureFixture[str]) -> None:
    version = factories.make_suite([factories.make_spec(f"t{n}") for n in range(3)], slug="can-ai-code")
    models = [factories.make_model(f"stored/{name}", parameter_size="7B") for name in names()]
    factories.finish_run(factories.make_run(version, models), [Verdict.PASSED, Verdict.FAILED])
    starter = factories.make_suite()
    for _ in range(2):
        factories.finish_run(factories.make_run(starter, models[:1]), [Verdict.PASSED])
    assert Run.objects.count() == 3
    assert len(commands()) == 4
    for words in commands():
        call_command(*words)  # raises SystemExit unless it succeeds
        assert capsys.readouterr().out.strip(), words
