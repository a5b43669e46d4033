"""/metrics, in Prometheus' text format: sums of all processes' counters, and present figures from the rows."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator, Mapping
from hmac import compare_digest

import redis
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from evaluations import metrics, metrics_store
from evaluations.queries.operation import Operation, read_operation

PREFIX = "bakeoff_"
QUEUES = ("execute", "generate")
REFUSED = (
    "Send METRICS_TOKEN as the bearer token. If it is not set, set it: without it only this machine gets an answer.\n"
)
log = logging.getLogger(__name__)


def metrics_page(request: HttpRequest) -> HttpResponse:
    """Return the figures; 403 for whoever may not see them."""
    if not _is_allowed(request):
        return HttpResponse(REFUSED, status=403, content_type="text/plain")
    registry = CollectorRegistry(auto_describe=False)
    registry.register(SiteCollector())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _is_allowed(request: HttpRequest) -> bool:
    """Return whether the request may read: by token if one is set; otherwise only requests from this machine, not
    through a proxy.
    """
    if token := settings.METRICS_TOKEN:
        return compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode())
    is_passed_on = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-IP"))
    return request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"} and not is_passed_on


class SiteCollector(Collector):
    """All figures of the site. Only this module makes Prometheus names."""

    def collect(self) -> Iterator[Metric]:
        """Read and yield them; without a broker only those of the rows."""
        yield from _counters()
        yield from _gauges(read_operation())
        free = shutil.disk_usage(settings.BAKEOFF_HOME).free
        yield _gauge("home_free_bytes", "Room on the disk of this host's BAKEOFF_HOME.", free)


def _counters() -> Iterator[Metric]:
    up = _gauge("broker_up", "Whether the broker answers.")
    messages = _gauge("queue_messages", "Messages that no worker has taken, by queue.", label="queue")
    try:
        totals = metrics_store.totals()
        lengths = {queue: metrics_store.n_messages(queue) for queue in QUEUES}
    except redis.RedisError:
        log.warning("The broker does not answer: no counters.", exc_info=True)
        up.add_metric([], 0)
        yield up
        return
    up.add_metric([], 1)
    yield up
    for queue, length in lengths.items():
        messages.add_metric([queue], length)
    yield messages
    for name, counted in metrics.COUNTERS.items():
        family = CounterMetricFamily(f"{PREFIX}{name}", counted.meaning, labels=counted.labels)
        sums = {labels: n for (counter, labels), n in totals.items() if counter == name}
        for labels, n in sorted((sums or ({} if counted.labels else {(): 0.0})).items()):
            family.add_metric(labels, n)
        yield family
    for name in metrics.HISTOGRAMS:
        yield _histogram(name, totals)


def _histogram(name: str, totals: Mapping[metrics.Key, float]) -> Metric:
    """Prometheus' buckets are cumulative; each one that is stored has only its own values."""
    observed, n = metrics.HISTOGRAMS[name], 0.0
    family = HistogramMetricFamily(f"{PREFIX}{name}", observed.meaning)
    buckets = []
    for bucket in (*map(str, observed.buckets), metrics.LAST):
        n += totals.get((name, (bucket,)), 0.0)
        buckets.append((bucket, n))
    family.add_metric([], buckets, totals.get((name, (metrics.SUM,)), 0.0))
    return family


def _gauges(operation: Operation) -> Iterator[Metric]:
    gauges: tuple[tuple[str, str, str, dict[str, int]], ...] = (
        ("candidates", "Answers of running runs that have not ended, by state.", "state", operation.candidates),
        ("runs", "Runs that have not ended, by state.", "state", operation.runs),
        ("workers", "Workers with a recent sign of life, by role.", "role", operation.workers),
        ("model_servers", "Model servers, by whether they answered the last look.", "state", operation.servers),
    )
    for name, meaning, label, values in gauges:
        family = _gauge(name, meaning, label=label)
        for value, n in sorted(values.items()):
            family.add_metric([value], n)
        yield family
    yield _gauge("longest_held_seconds", "Of the answer that a worker has had the longest.", operation.longest_held_s)
    yield _gauge("database_bytes", "Size of the database with its indexes.", operation.database_bytes)


def _gauge(name: str, meaning: str, value: float | None = None, *, label: str = "") -> GaugeMetricFamily:
    return GaugeMetricFamily(f"{PREFIX}{name}", meaning, value=value, labels=[label] if label else None)
