"""The first run without `make up`: the Job for Kubernetes and the unit for systemd make what `make up` makes."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from tests.databases import copy_migrated_database
from tests.environment import needs_time
from tests.processes import ROOT

KUBERNETES = ROOT / "deploy" / "kubernetes"
UNIT = ROOT / "deploy" / "systemd" / "bakeoff-first-run.service"
PYTHON = "/opt/bakeoff/.venv/bin/python"


def job() -> Any:
    return yaml.safe_load((KUBERNETES / "first-run.yaml").read_text())["spec"]["template"]["spec"]


def web() -> Any:
    documents = yaml.safe_load_all((KUBERNETES / "bakeoff.yaml").read_text())
    [found] = [each for each in documents if each["metadata"]["name"] == "bakeoff-web" and "template" in each["spec"]]
    return found["spec"]["template"]["spec"]


def test_job_migrates_as_web_does_and_has_the_same_rights_files_and_image() -> None:
    [container], [migrate] = job()["containers"], job()["initContainers"]
    assert [migrate] == web()["initContainers"]
    assert job()["volumes"] == web()["volumes"]
    differing = {name for name in migrate if container[name] != migrate[name]}
    assert differing == {"name", "command"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    copy_migrated_database(tmp_path / "bakeoff.sqlite3")
    return tmp_path


def run(home: Path, command: list[str], **given: str) -> str:
    """Run a command of the manifests with this home, as its container or unit does."""
    assert command[0] in ("python", PYTHON)
    env = {**os.environ, "BAKEOFF_HOME": str(home), "REDIS_URL": settings.REDIS_URL, "EMBEDDED_MODEL": "0", **given}
    done = subprocess.run(
        [sys.executable, *command[1:]], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def rows(home: Path) -> dict[str, int]:
    """Count what the first run makes."""
    with closing(sqlite3.connect(home / "bakeoff.sqlite3")) as database:
        tables = ("suite", "run", "candidate", "entrycheck")
        return {name: database.execute(f"SELECT count(*) FROM evaluations_{name}").fetchone()[0] for name in tables}


@pytest.mark.usefixtures("broker")
@needs_time
def test_job_and_unit_make_the_suites_and_the_demonstration_once(home: Path) -> None:
    assert rows(home)["suite"] == 0
    for container in (*job()["initContainers"], *job()["containers"]):
        run(home, container["command"])
    created = rows(home)
    assert created["suite"] > 10
    assert created["candidate"] > 200
    start = re.search(r"^ExecStart=(.+)$", UNIT.read_text(), re.MULTILINE)
    assert start
    run(home, start[1].split())
    assert rows(home) == created, "a repeat adds nothing"


def test_first_link_leads_to_the_address_of_the_ingress(home: Path) -> None:
    [config] = [
        each for each in yaml.safe_load_all((KUBERNETES / "bakeoff.yaml").read_text()) if each["kind"] == "ConfigMap"
    ]
    [command] = re.findall(r"-- (python manage\.py sign_in_link)", (KUBERNETES / "bakeoff.yaml").read_text())
    names = ("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "HTTPS")
    link = run(home, command.split(), **{name: config["data"][name] for name in names})
    assert link.startswith(f"{config['data']['CSRF_TRUSTED_ORIGINS']}/sign-in/")
