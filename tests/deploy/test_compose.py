"""docker-compose.yml, held to the Compose Specification and to our own settings. No Docker engine is needed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "tests/fixtures/compose-spec/compose-spec.json").read_text())
OURS = {"web", "generate", "execute", "beat"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The file with its anchors merged."""
    merged: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return merged


def settings_names() -> set[str]:
    """Every environment variable that the settings read."""
    code = (ROOT / "webapp/settings.py").read_text() + (ROOT / "webapp/env.py").read_text()
    return set(
        re.findall(r'\b(?:text|number|flag|listed|networks|choice|secret|required)\(\s*"([A-Z][A-Z0-9_]+)"', code)
    )


def test_file_follows_the_compose_specification(compose: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(compose)


def test_schema_refuses_a_misspelt_key(compose: dict[str, Any]) -> None:
    wrong = json.loads(json.dumps(compose))
    wrong["services"]["web"]["helthcheck"] = {}
    with pytest.raises(jsonschema.ValidationError, match="helthcheck"):
        jsonschema.Draft202012Validator(SCHEMA).validate(wrong)


def test_every_service_is_there_and_says_how_it_is(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == OURS | {"valkey", "postgres", "ollama"}
    for name, service in compose["services"].items():
        assert service["healthcheck"]["test"], name


def test_every_setting_named_is_one_that_is_read(compose: dict[str, Any]) -> None:
    assert settings_names() >= {"PORT", "DATABASE_URL", "REDIS_URL"}
    for name in OURS:
        assert set(compose["services"][name]["environment"]) <= settings_names()


def test_every_process_named_stands_in_the_procfile(compose: dict[str, Any]) -> None:
    known = {line.partition(":")[0] for line in (ROOT / "Procfile").read_text().splitlines()}
    for name in OURS:
        command = compose["services"][name]["command"]
        named = re.findall(r"scripts\.process[, ]+(\w+)", " ".join(command))
        assert named == [name]
        assert name in known


def test_volumes_used_are_declared(compose: dict[str, Any]) -> None:
    used = {mount.partition(":")[0] for service in compose["services"].values() for mount in service.get("volumes", [])}
    assert used == set(compose["volumes"])


def test_health_of_the_site_is_asked_where_allowed_hosts_do_not_matter(compose: dict[str, Any]) -> None:
    assert "http://127.0.0.1:8000/healthz" in compose["services"]["web"]["healthcheck"]["test"][-1]


def test_image_runs_as_an_ordinary_user() -> None:
    last_stage = (ROOT / "Dockerfile").read_text().rpartition("FROM ")[2]
    users = re.findall(r"^USER (\S+)", last_stage, re.MULTILINE)
    assert users == ["bakeoff"]
