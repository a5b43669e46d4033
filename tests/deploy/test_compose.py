"""docker-compose.yml follows the Compose Specification and names only settings that exist. Needs no Docker engine."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
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
    """The file, with its anchors merged."""
    merged: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return merged


def settings_names() -> set[str]:
    """Every environment variable that the settings read."""
    code = (ROOT / "webapp/settings.py").read_text() + (ROOT / "webapp/env.py").read_text()
    return set(
        re.findall(
            r'\b(?:text|number|flag|folder|listed|networks|choices?|secret|required)\(\s*"([A-Z][A-Z0-9_]+)"', code
        )
    )


def names_read() -> set[str]:
    """The same, with the names of settings that name a file with a secret."""
    code = (ROOT / "webapp/settings.py").read_text() + (ROOT / "webapp/env.py").read_text()
    secrets = re.findall(r'\bsecret\(\s*"([A-Z][A-Z0-9_]+)"', code)
    return settings_names() | {f"{name}_FILE" for name in secrets}


def test_file_follows_the_compose_specification(compose: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(compose)


def test_schema_refuses_a_misspelt_key(compose: dict[str, Any]) -> None:
    wrong = json.loads(json.dumps(compose))
    wrong["services"]["web"]["helthcheck"] = {}
    with pytest.raises(jsonschema.ValidationError, match="helthcheck"):
        jsonschema.Draft202012Validator(SCHEMA).validate(wrong)


def test_every_service_exists_and_has_a_health_check(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == OURS | {"valkey", "postgres", "ollama"}
    for name, service in compose["services"].items():
        assert service["healthcheck"]["test"], name


def test_every_named_setting_is_read_by_the_site(compose: dict[str, Any]) -> None:
    assert settings_names() >= {"PORT", "DATABASE_URL", "REDIS_URL"}
    for name in OURS:
        assert set(compose["services"][name]["environment"]) <= names_read()


def test_every_named_process_is_in_the_procfile(compose: dict[str, Any]) -> None:
    known = {line.partition(":")[0] for line in (ROOT / "Procfile").read_text().splitlines()}
    for name in OURS:
        command = compose["services"][name]["command"]
        named = re.findall(r"scripts\.process[, ]+(\w+)", " ".join(command))
        assert named == [name]
        assert name in known


def test_used_volumes_are_declared(compose: dict[str, Any]) -> None:
    used = {mount.partition(":")[0] for service in compose["services"].values() for mount in service.get("volumes", [])}
    assert used == set(compose["volumes"])


def test_every_service_is_limited_and_its_image_pinned(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["mem_limit"], name
        assert service["cpus"], name
        assert re.search(r":\d+\.\d+", service["image"]), f"{name}: {service['image']}"
        assert "no-new-privileges:true" in service["security_opt"], name


def test_secrets_are_files_that_the_script_makes(compose: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "deploy").mkdir()
    script = shutil.copy(ROOT / "deploy/make-secrets.sh", tmp_path / "deploy")
    twice = []
    for _ in range(2):
        subprocess.run(["sh", script], check=True, capture_output=True)
        twice.append({path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()})
    made, again = twice
    assert made == again
    assert {entry["file"] for entry in compose["secrets"].values()} == {f"secrets/{name}" for name in made}
    assert len(made["secret_key"]) == len(made["database_password"]) == 48
    assert made["secret_key"] != made["database_password"]
    for name in OURS | {"postgres"}:
        service = compose["services"][name]
        secret_names = {Path(value).name for key, value in service["environment"].items() if key.endswith("_FILE")}
        assert secret_names == set(service["secrets"]), name
        assert not {"SECRET_KEY", "POSTGRES_PASSWORD", "DATABASE_PASSWORD"} & set(service["environment"])


def test_health_of_the_site_is_asked_where_allowed_hosts_do_not_matter(compose: dict[str, Any]) -> None:
    assert "http://127.0.0.1:8000/healthz" in compose["services"]["web"]["healthcheck"]["test"][-1]


def test_image_runs_as_an_ordinary_user() -> None:
    last_stage = (ROOT / "Dockerfile").read_text().rpartition("FROM ")[2]
    users = re.findall(r"^USER (\S+)", last_stage, re.MULTILINE)
    assert users == ["bakeoff"]
