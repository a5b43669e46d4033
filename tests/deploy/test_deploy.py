"""Files for operators: they name settings that exist, units and manifests are valid, the proxy passes WebSockets on."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from tests.deploy.test_compose import names_read

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = sorted(path for path in (DEPLOY / "systemd").iterdir() if path.is_file())
MANIFESTS = [
    document
    for path in sorted((DEPLOY / "kubernetes").glob("*.yaml"))
    for document in yaml.safe_load_all(path.read_text())
]
PROCESSES = {line.partition(":")[0] for line in (ROOT / "Procfile").read_text().splitlines()}


def name_of(document: Any) -> str:
    return f"{document['kind']}-{document['metadata']['name']}"


def named(*kinds: str) -> list[Any]:
    return [document for document in MANIFESTS if document["kind"] in kinds]


def test_example_of_settings_names_those_that_are_read() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    names = {match[1] for line in lines if (match := re.match(r"#?([A-Z][A-Z0-9_]+)=", line))}
    compose = (ROOT / "docker-compose.yml").read_text()
    assert not [name for name in names - names_read() if f"${{{name}:-" not in compose]
    assert {"SECRET_KEY_FILE", "ALLOWED_HOSTS", "HTTPS", "METRICS_TOKEN_FILE", "S3_BUCKET"} <= names


@pytest.mark.parametrize("manifest", MANIFESTS, ids=name_of)
def test_manifest_follows_the_schema_of_kubernetes(manifest: Any) -> None:
    kubernetes_validate.validate(manifest, "1.31", strict=True)


def test_schema_refuses_a_misspelt_field() -> None:
    wrong = yaml.safe_load(yaml.safe_dump(named("Deployment")[0]))
    wrong["spec"]["replica"] = 2
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, "1.31", strict=True)


@pytest.mark.parametrize("deployment", named("Deployment"), ids=name_of)
def test_pod_runs_a_known_process_as_an_ordinary_user_with_limits(deployment: Any) -> None:
    spec = deployment["spec"]["template"]["spec"]
    [container] = spec["containers"]
    assert container["command"][-1] in PROCESSES
    assert container["resources"]["limits"]["memory"]
    assert container["resources"]["limits"]["cpu"]
    assert not container["image"].endswith(":latest")
    for each in [container, *spec.get("initContainers", [])]:
        assert each["securityContext"]["runAsNonRoot"]
        assert each["securityContext"]["readOnlyRootFilesystem"]
        assert each["securityContext"]["capabilities"] == {"drop": ["ALL"]}
    mounted = {mount["name"] for mount in container["volumeMounts"]}
    assert mounted == {volume["name"] for volume in spec["volumes"]}
    assert deployment["spec"]["selector"]["matchLabels"] == deployment["spec"]["template"]["metadata"]["labels"]


def test_manifests_set_what_is_read_and_share_no_disk() -> None:
    [config], [secret] = named("ConfigMap"), named("Secret")
    config_data = config["data"]
    assert set(config_data) <= names_read()
    assert {"S3_BUCKET", "DATABASE_URL", "REDIS_URL", "SECRET_KEY_FILE"} <= set(config_data)
    files = {Path(value).name for name, value in config_data.items() if name.endswith("_FILE")}
    assert files == set(secret["stringData"])
    assert not named("PersistentVolumeClaim")


def test_service_and_ingress_lead_to_the_web_pods() -> None:
    [service], [ingress] = named("Service"), named("Ingress")
    web = next(document for document in named("Deployment") if document["metadata"]["name"] == "bakeoff-web")
    assert service["spec"]["selector"] == web["spec"]["template"]["metadata"]["labels"]
    backend = ingress["spec"]["rules"][0]["http"]["paths"][0]["backend"]["service"]
    assert backend["name"] == service["metadata"]["name"]
    container = web["spec"]["template"]["spec"]["containers"][0]
    assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert container["livenessProbe"]["httpGet"]["path"] == "/healthz"


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_unit_is_valid(unit: Path, tmp_path: Path) -> None:
    """systemd's own check. Only the programs and users of the other machine are missing."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed: apt-get install systemd")
    shutil.copytree(DEPLOY / "systemd", tmp_path, dirs_exist_ok=True)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit.name.replace("@.", "@execute."))],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={"SYSTEMD_UNIT_PATH": f"{tmp_path}:/usr/lib/systemd/system", "PATH": "/usr/bin:/bin"},
    )
    messages = [line for line in (done.stdout + done.stderr).splitlines() if "bakeoff" in line]
    faults = [line for line in messages if "is not executable" not in line]
    assert not faults, "\n".join(faults)


def test_unit_override_folders_name_known_processes() -> None:
    folders = [path.name for path in (DEPLOY / "systemd").iterdir() if path.is_dir()]
    assert folders
    assert {name.removeprefix("bakeoff@").removesuffix(".service.d") for name in folders} <= PROCESSES


def test_grading_gives_way_to_pages_where_containers_share_processors() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    shares = {name: service["cpu_shares"] for name, service in services.items() if "cpu_shares" in service}
    assert shares == {"execute": "${EXECUTE_CPU_SHARES:-341}"}  # 1024 is what the others have
    web = next(each for each in named("Deployment") if each["metadata"]["name"] == "bakeoff-web")
    assert web["spec"]["template"]["spec"]["containers"][0]["resources"]["requests"]["cpu"] == "1"


def test_units_start_known_processes_and_the_commands_exist() -> None:
    text = "".join(path.read_text() for path in UNITS)
    started = set(re.findall(r"bakeoff@(\w+)", text))
    assert started == PROCESSES
    commands = {path.stem for path in (ROOT / "evaluations/management/commands").glob("[a-z]*.py")}
    assert set(re.findall(r"manage\.py (\w+)", text)) <= commands


def test_proxies_pass_on_websockets_tls_and_large_uploads() -> None:
    nginx = (DEPLOY / "proxy" / "nginx.conf").read_text()
    assert re.search(r"proxy_set_header Upgrade\s+\$http_upgrade;", nginx)
    assert re.search(r"proxy_set_header X-Forwarded-Proto\s+\$scheme;", nginx)
    assert re.search(r"proxy_set_header Host\s+\$host;", nginx)
    assert "client_max_body_size 200m;" in nginx
    assert re.search(r"^\s*listen 443 ssl http2;", nginx, re.MULTILINE), "nginx before 1.25.1 does not know “http2 on”"
    assert nginx.count("{") == nginx.count("}")
    assert "reverse_proxy 127.0.0.1:8000" in (DEPLOY / "proxy" / "Caddyfile").read_text()


def test_containers_keep_no_endless_logs() -> None:
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    for name, service in compose["services"].items():
        assert service["logging"]["options"]["max-size"], name
