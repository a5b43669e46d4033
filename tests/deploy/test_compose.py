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
# Settings of docs/reference/settings.md that a person cannot give to Compose in .env, each with the reason.
NOT_FROM_ENV = {
    "HOST": "the image listens on every address of its container",
    "BAKEOFF_HOME": "the image has it on the volume /data",
    "DATABASE_URL": "the service postgres",
    "DATABASE_PASSWORD": "a secret in a file",
    "REDIS_URL": "the service valkey",
    "PGBOUNCER": "DATABASE_URL leads to PostgreSQL itself",
    "SECRET_KEY": "a secret in a file",
    "S3_ACCESS_KEY": "a secret in a file",
    "S3_SECRET_KEY": "a secret in a file",
    "METRICS_TOKEN": "a secret in a file",
    "OIDC_CLIENT_SECRET": "a secret in a file",
    "EMAIL_PASSWORD": "a secret in a file",
    "HOST_ROLES": "each container has one role",
    "OLLAMA_HOST": "the service ollama; others are added on the page Models",
    "EMBEDDED_MODEL": "no container runs it",
    "EMBEDDED_PORT": "no container runs the embedded model",
    "EMBEDDED_URL": "no container runs the embedded model",
    "MODEL_FILES_FOLDERS": "containers do not see the files of model servers",
    "BACKGROUND_NICENESS": "counts inside one container; EXECUTE_CPU_SHARES counts between them",
    "DEBUG": "shows the site's internals to everyone who can reach it",
}


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


def documented() -> list[str]:
    """The settings in the table of the reference."""
    text = (ROOT / "docs/reference/settings.md").read_text()
    return re.findall(r"^\| `([A-Z][A-Z0-9_]+)` \|", text, re.MULTILINE)


def test_every_setting_can_be_given_to_compose_or_a_reason_says_why_not(compose: dict[str, Any]) -> None:
    names = set(documented())
    assert names == settings_names()
    text = (ROOT / "docker-compose.yml").read_text()
    from_env = {name for name in names if f"${{{name}:-" in text}
    assert from_env == names - set(NOT_FROM_ENV)
    assert set(NOT_FROM_ENV) <= names
    for name in OURS:
        environment = compose["services"][name]["environment"]
        assert from_env - {"PORT"} <= set(environment), "PORT is the published one; the container keeps 8000"
        assert environment["HOST_ROLES"] == name
        assert not {"PORT", "HOST", "BAKEOFF_HOME"} & set(environment), "the image's own"


def test_secret_in_a_file_is_a_file_in_compose(compose: dict[str, Any]) -> None:
    files = {name for name, reason in NOT_FROM_ENV.items() if reason == "a secret in a file"}
    for name in OURS:
        assert {f"{secret}_FILE" for secret in files} <= set(compose["services"][name]["environment"])


def names_in(text: str) -> set[str]:
    """The settings that lines of .env.example name, without _FILE."""
    return {name.removesuffix("_FILE") for name in re.findall(r"^#?([A-Z][A-Z0-9_]+)=", text, re.MULTILINE)}


def test_example_of_settings_names_every_one_and_says_which_compose_does_not_take() -> None:
    for_all, not_for_compose, for_compose = (ROOT / ".env.example").read_text().split("\n# --- ")
    assert names_in(for_all) == set(documented()) - set(NOT_FROM_ENV)
    assert names_in(not_for_compose) == set(NOT_FROM_ENV) - {"DEBUG"}
    assert not_for_compose.startswith("Not for docker compose")
    limits = set(re.findall(r"\$\{([A-Z_]+):-[^}]", (ROOT / "docker-compose.yml").read_text()))
    assert names_in(for_compose) == limits - names_in(for_all)


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
    created, again = twice
    assert created == again
    assert {entry["file"] for entry in compose["secrets"].values()} == {f"secrets/{name}" for name in created}
    assert len(created["secret_key"]) == len(created["database_password"]) == 48
    assert created["secret_key"] != created["database_password"]
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
