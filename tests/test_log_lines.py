"""Log lines: JSON by setting, with the ids of their run and candidate."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluations.log_lines import JsonFormatter, LineFormatter, log_ids
from tests.processes import ROOT


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, logging.StreamHandler[io.StringIO]]]:
    """A logger that writes into memory."""
    handler = logging.StreamHandler(io.StringIO())
    logger = logging.getLogger("bakeoff.test")
    logger.addHandler(handler)
    logger.propagate = False
    yield logger, handler
    logger.removeHandler(handler)


def test_json_lines_have_run_and_candidate_of_the_work_around_them(
    log: tuple[logging.Logger, logging.StreamHandler[io.StringIO]],
) -> None:
    logger, handler = log
    handler.setFormatter(JsonFormatter())
    with log_ids(run=3):
        with log_ids(candidate=17):
            logger.warning("two\nlines of %s", "“x”")
        logger.warning("after")
    logger.warning("outside")
    lines = [json.loads(line) for line in handler.stream.getvalue().splitlines()]
    assert [(line.get("run"), line.get("candidate")) for line in lines] == [(3, 17), (3, None), (None, None)]
    assert lines[0]["message"] == "two\nlines of “x”"
    assert lines[0]["level"] == "WARNING"
    assert lines[0]["time"].endswith("+00:00")


def test_traceback_is_one_field(log: tuple[logging.Logger, logging.StreamHandler[io.StringIO]]) -> None:
    logger, handler = log
    handler.setFormatter(JsonFormatter())
    try:
        raise ValueError("no")
    except ValueError:
        logger.exception("It failed.")
    [line] = handler.stream.getvalue().splitlines()
    assert "ValueError: no" in json.loads(line)["traceback"]


def test_ids_of_two_threads_do_not_mix(log: tuple[logging.Logger, logging.StreamHandler[io.StringIO]]) -> None:
    logger, handler = log
    handler.setFormatter(LineFormatter())
    with log_ids(run=1):
        other = threading.Thread(target=lambda: logger.warning("elsewhere"))
        other.start()
        other.join(10)
        logger.warning("here")
    lines = handler.stream.getvalue().splitlines()
    assert lines[0].endswith("elsewhere")
    assert lines[1].endswith("here run=1")


def run_python(code: str, home: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "BAKEOFF_HOME": str(home), "DJANGO_SETTINGS_MODULE": "webapp.settings", **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_log_format_json_is_json_for_django_and_uvicorn_alike(tmp_path: Path) -> None:
    code = """
import logging, uvicorn
uvicorn.Config("webapp.asgi:application", log_level="info")
import django; django.setup()
for name in ("uvicorn.error", "django.request", "evaluations.runner"): logging.getLogger(name).error("from %s", name)
"""
    done = run_python(code, tmp_path, LOG_FORMAT="json")
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["logger"] for line in lines] == ["uvicorn.error", "django.request", "evaluations.runner"]


def test_unknown_format_is_refused_in_one_sentence(tmp_path: Path) -> None:
    done = run_python("import django; django.setup()", tmp_path, LOG_FORMAT="xml")
    assert 'LOG_FORMAT="xml" is not one of line, json.' in done.stderr
