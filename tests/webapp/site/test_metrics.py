"""/metrics: its content, who may see it, and that dashboard and alerts use only existing metrics."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import redis
import yaml
from django.conf import settings as site_settings
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from evaluations import metrics, metrics_store
from evaluations.broker_names import METRICS_HASH
from evaluations.models import Worker
from tests.factories import make_model, make_run, make_suite
from tests.processes import ROOT

pytestmark = pytest.mark.django_db
DASHBOARD = ROOT / "deploy" / "grafana" / "bakeoff.json"
ALERTS = ROOT / "deploy" / "prometheus" / "alerts.yml"


@pytest.fixture(autouse=True)
def no_counts() -> Iterator[None]:
    """Start without counts in the broker and in this process."""
    metrics.take_pending()
    redis.Redis.from_url(site_settings.REDIS_URL).delete(METRICS_HASH)
    yield
    metrics.take_pending()


def figures(client: Client, **headers: str) -> dict[str, float]:
    """Return every sample by its name and labels, as Prometheus' own parser reads them."""
    response = client.get("/metrics", headers=headers)
    assert response.status_code == 200, response.content
    return {
        sample.name + "".join(f"/{value}" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(response.content.decode())
        for sample in family.samples
    }


def test_counters_of_all_processes_are_summed(client: Client) -> None:
    metrics.add("verdicts", "passed")
    metrics_store.flush()  # as another process does every few seconds
    metrics.add("verdicts", "passed", n=2)
    metrics.add("tokens", "completion", n=120)
    metrics.add("browser_restarts")
    counters = figures(client)
    assert counters["bakeoff_verdicts_total/passed"] == 3
    assert counters["bakeoff_tokens_total/completion"] == 120
    assert counters["bakeoff_browser_restarts_total"] == 1
    assert counters["bakeoff_answers_total"] == 0
    assert figures(client)["bakeoff_verdicts_total/passed"] == 3, "nothing is counted twice"


def test_histograms_have_cumulative_buckets_sums_and_counts_of_all_processes(client: Client) -> None:
    for seconds in (0.01, 0.3, 0.5):
        metrics.observe("grading_duration_seconds", seconds)
    metrics_store.flush()  # as another process does every few seconds
    metrics.observe("grading_duration_seconds", 99.0)
    found = figures(client)
    name = "bakeoff_grading_duration_seconds"
    buckets = [found[f"{name}_bucket/{le}"] for le in ("0.01", "0.25", "0.5", "1.0", "60.0", "+Inf")]
    assert buckets == [1, 1, 3, 3, 3, 4]
    assert found[f"{name}_count"] == 4
    assert found[f"{name}_sum"] == pytest.approx(99.81)
    assert found["bakeoff_generation_duration_seconds_bucket/+Inf"] == 0


def test_queue_workers_and_servers_are_read_from_the_rows(client: Client) -> None:
    run = make_run(make_suite(), [make_model()])
    Worker.objects.beat("execute-host-1-abcd", "host", 1)
    counters = figures(client)
    assert counters["bakeoff_candidates/queued"] == run.candidates.count() > 0
    assert counters["bakeoff_workers/execute"] == 1
    assert counters["bakeoff_workers/generate"] == 0
    assert counters["bakeoff_runs/running"] == 1
    assert counters["bakeoff_broker_up"] == 1
    assert counters["bakeoff_database_bytes"] > 10_000
    assert counters["bakeoff_home_free_bytes"] > 0


def test_unreachable_broker_loses_no_count(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise redis.ConnectionError("away")

    metrics.add("answers")
    with monkeypatch.context() as patched:
        patched.setattr(redis.Redis, "execute_command", refuse)
        patched.setattr(redis.client.Pipeline, "execute", refuse)
        assert figures(client)["bakeoff_broker_up"] == 0
    assert figures(client)["bakeoff_answers_total"] == 1


def test_requests_are_counted_and_those_of_programs_are_not(client: Client) -> None:
    assert client.get("/sign-in/").status_code == 200
    assert client.get("/no-such-page/").status_code in (302, 404)
    client.get("/healthz")
    counters = figures(client)
    assert counters["bakeoff_http_requests_total/2xx"] == 1
    assert sum(n for name, n in counters.items() if name.startswith("bakeoff_http_requests_total")) == 2
    assert counters["bakeoff_http_seconds_total"] > 0


@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("10.0.0.7", {}),
        ("127.0.0.1", {"x-forwarded-for": "10.0.0.7"}),
        ("127.0.0.1", {"forwarded": "for=127.0.0.1"}),
        ("127.0.0.1", {"x-real-ip": "127.0.0.1"}),
        ("", {}),
    ],
)
def test_metrics_without_a_token_set_are_for_this_machine_only(
    client: Client, address: str, headers: dict[str, str]
) -> None:
    response = client.get("/metrics", headers=headers, REMOTE_ADDR=address)
    assert response.status_code == 403
    assert b"bakeoff_" not in response.content
    assert client.get("/metrics", REMOTE_ADDR="::1").status_code == 200


@pytest.mark.parametrize("sent", ["", "Bearer ", "Bearer wrong", "right", "Basic right", "Bearer righté"])
def test_metrics_with_a_token_set_need_it_from_any_address(client: Client, settings: Any, sent: str) -> None:
    settings.METRICS_TOKEN = "right"
    response = client.get("/metrics", HTTP_AUTHORIZATION=sent)
    assert response.status_code == 403
    counters = figures(client, authorization="Bearer right")
    assert counters["bakeoff_broker_up"] == 1


def asked_for() -> set[str]:
    """Return the names of metrics in the expressions of dashboard and alerts."""
    panels = json.loads(DASHBOARD.read_text())["panels"]
    expressions = [target["expr"] for panel in panels for target in panel["targets"]]
    rules = yaml.safe_load(ALERTS.read_text())["groups"][0]["rules"]
    return set(re.findall(r"\bbakeoff_\w+", " ".join([*expressions, *(rule["expr"] for rule in rules)])))


def test_dashboard_and_alerts_ask_for_metrics_that_exist_and_miss_none(client: Client) -> None:
    for name, counted in metrics.COUNTERS.items():
        metrics.add(name, *("x" for _ in counted.labels))
    there = {name.partition("/")[0] for name in figures(client) if name.startswith("bakeoff_")}
    assert asked_for() - there == set()
    assert there - asked_for() == set(), "figures that no panel shows"
