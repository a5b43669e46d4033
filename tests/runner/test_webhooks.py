"""Webhooks: content and signature, retries, and addresses that are an attack."""

from __future__ import annotations

import hashlib
import hmac
import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from django.utils.timezone import now

from evaluations import tasks
from evaluations.models import Delivery, Run, Team, Webhook
from evaluations.models.delivery_queue import MAX_ATTEMPTS
from evaluations.models.webhooks import FIRST_WAIT_S
from evaluations.records import Verdict
from evaluations.runner import webhooks
from tests.adapters.page_server import PageServer, serving
from tests.adapters.test_networks import Resolver
from tests.factories import finish, finish_run, make_model, make_run, make_suite

pytestmark = pytest.mark.django_db
LOOPBACK = [ip_network("127.0.0.0/8")]
OK: dict[str, Any] = {"/hook": (204, {}, "")}


@pytest.fixture
def receiver(settings: Any) -> Iterator[PageServer]:
    settings.WEBHOOK_NETWORKS = LOOPBACK
    with serving(dict(OK)) as page:
        yield page


def make_hook(url: str) -> tuple[Webhook, str]:
    return Webhook.objects.make(Team.objects.default(), url, None)


def ended_run() -> Run:
    run = make_run(make_suite(), [make_model("a/x")])
    finish_run(run, [Verdict.PASSED, Verdict.FAILED])
    Run.objects.filter(pk=run.pk).update(state=Run.State.DONE, finished_at=now() + timedelta(seconds=1))
    return run


def attempt(hook: Webhook, event: str = "test") -> Delivery:
    delivery = Delivery.objects.create(webhook=hook, event=event)
    webhooks.deliver(delivery.pk)
    delivery.refresh_from_db()
    return delivery


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "::1",
        "0.0.0.0",
        "::",
        "10.1.2.3",
        "192.168.0.9",
        "172.17.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "100.100.100.200",
        "192.0.0.192",
        "fd12::1",
        "fe80::1%eth0",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b::7f00:1",
        "2002:7f00:1::1",
        "::127.0.0.1",
        "224.0.0.1",
        "ff02::1",
        "240.0.0.1",
        "255.255.255.255",
    ],
)
def test_messages_go_to_public_addresses_only(address: str) -> None:
    assert "not a public address" in webhooks.refusal(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_public_addresses_get_messages(address: str) -> None:
    assert webhooks.refusal(address) == ""
    assert webhooks.refusal(address, LOOPBACK) == "WEBHOOK_NETWORKS allows only 127.0.0.0/8"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"])
def test_an_address_of_this_machine_gets_no_request_however_it_is_written(host: str) -> None:
    with serving(dict(OK)) as page:
        delivery = attempt(make_hook(f"http://{host}:{page.url.rpartition(':')[2]}/hook")[0])
        assert page.requests == []
    assert (delivery.state, delivery.status) == ("failed", None)
    assert "not a public address" in delivery.error


def test_a_name_that_changes_its_address_is_checked_at_every_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the webhook was made, the name may have resolved to a public address."""
    with serving(dict(OK)) as page:
        Resolver(monkeypatch, ["127.0.0.1"])
        delivery = attempt(make_hook(page.url.replace("127.0.0.1", "box.example") + "/hook")[0])
        assert page.requests == []
    assert "box.example (127.0.0.1) is not asked" in delivery.error


def test_redirects_are_not_followed(receiver: PageServer) -> None:
    receiver.answers["/hook"] = (307, {"Location": "/secret"}, "")
    receiver.answers["/secret"] = (200, {}, "")
    delivery = attempt(make_hook(f"{receiver.url}/hook")[0])
    assert [path for path, _ in receiver.requests] == ["/hook"]
    assert (delivery.state, delivery.status, delivery.error) == (
        "failed",
        307,
        "It answered 307, a redirect. It is not followed. Correct the URL.",
    )


def test_response_of_the_receiver_is_neither_read_nor_shown(receiver: PageServer) -> None:
    receiver.answers["/hook"] = (500, {"X-Secret": "root:x"}, "root:x:0:0")
    delivery = attempt(make_hook(f"{receiver.url}/hook")[0])
    assert delivery.error == "It answered 500."


@pytest.mark.parametrize("drip", [b"", b"HTTP/1.1 200 OK\r\nX-A: "])
def test_endless_response_of_a_receiver_does_not_block_a_worker(
    drip: bytes, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WEBHOOK_NETWORKS = LOOPBACK
    monkeypatch.setattr(webhooks, "DEADLINE_S", 0.6)
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_drip, args=(server, drip), daemon=True)
        thread.start()
        begun = time.monotonic()
        delivery = attempt(make_hook(f"http://127.0.0.1:{server.getsockname()[1]}/hook")[0])
        seconds = time.monotonic() - begun
    thread.join(6)
    assert seconds < 3
    assert (delivery.state, delivery.attempts) == ("waiting", 1)
    assert "did not answer" in delivery.error


def _drip(server: socket.socket, start: bytes) -> None:
    """Send a byte every 50 ms, so that each single read is quick."""
    connection, _ = server.accept()
    with connection:
        try:
            connection.sendall(start)
            for _ in range(100):
                connection.sendall(b"a" if start else b"")
                time.sleep(0.05)
        except OSError:
            return


def test_message_is_signed_and_contains_only_names_and_counts(receiver: PageServer) -> None:
    _, secret = make_hook(f"{receiver.url}/hook")
    run = ended_run()
    seen: dict[str, Any] = {}
    Delivery.objects.note_ended_runs()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(webhooks, "signature", lambda *given: seen.update(given=given) or real(*given))
        webhooks.deliver(Delivery.objects.get(run=run).pk)
    ((_, body),) = receiver.bodies
    assert body["event"] == "run.ended"
    assert body["team"] == "default"
    assert (body["run"]["id"], body["run"]["state"], body["run"]["n_answers"]) == (run.pk, "done", 2)
    assert body["run"]["verdicts"] == {"passed": 1, "failed": 1}
    key, sent, at = seen["given"]
    expected = hmac.new(secret.encode(), f"{at}.".encode() + sent, hashlib.sha256).hexdigest()
    assert key == secret
    assert real(*seen["given"]) == f"t={at},v1={expected}"
    assert Delivery.objects.get(run=run).state == "delivered"


def test_cancelled_questions_are_not_counted_as_answers() -> None:
    hook, _ = make_hook("https://example.org/hook")
    run = make_run(make_suite(), [make_model("a/x")])
    finish(run.candidates.order_by("pk")[0], Verdict.PASSED)
    assert run.cancel()
    Delivery.objects.create(webhook=hook, event="run.ended", run=run)
    message = webhooks.payload_of(Delivery.objects.get())
    assert (message["run"]["state"], message["run"]["n_answers"], message["run"]["n_cancelled"]) == ("cancelled", 1, 1)


real = webhooks.signature


def test_each_end_of_a_run_is_sent_once_and_earlier_ones_never(receiver: PageServer) -> None:
    before = ended_run()
    Run.objects.filter(pk=before.pk).update(finished_at=now() - timedelta(days=1))
    make_hook(f"{receiver.url}/hook")
    run = make_run(make_suite(slug="second"), [make_model("a/y")])
    assert Delivery.objects.note_ended_runs() == 0
    Run.objects.filter(pk=run.pk).update(state=Run.State.DONE, finished_at=now())
    assert [Delivery.objects.note_ended_runs() for _ in range(2)] == [1, 0]
    Run.objects.filter(pk=run.pk).update(finished_at=now())  # retried, and ended again
    assert Delivery.objects.note_ended_runs() == 1


def test_team_gets_no_messages_about_runs_of_another_team(receiver: PageServer) -> None:
    other = Team.objects.create(name="Other", slug="other")
    Webhook.objects.make(other, f"{receiver.url}/hook", None)
    ended_run()
    assert Delivery.objects.note_ended_runs() == 0


def test_failures_are_tried_again_later_and_later_and_then_given_up(receiver: PageServer) -> None:
    receiver.answers["/hook"] = (503, {}, "")
    hook, _ = make_hook(f"{receiver.url}/hook")
    delivery = Delivery.objects.create(webhook=hook, event="test")
    waits = []
    for _ in range(MAX_ATTEMPTS):
        webhooks.deliver(delivery.pk)
        delivery.refresh_from_db()
        waits.append(round((delivery.next_at - now()).total_seconds() / FIRST_WAIT_S))
        webhooks.deliver(delivery.pk)  # it is not due, so there is no attempt
        Delivery.objects.filter(pk=delivery.pk).update(next_at=now() - timedelta(seconds=1))
    assert waits[:4] == [1, 4, 16, 64]
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.status) == ("failed", MAX_ATTEMPTS, 503)
    assert len(receiver.requests) == MAX_ATTEMPTS


def test_periodic_job_sends_due_messages(receiver: PageServer, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []
    monkeypatch.setattr(tasks, "send", lambda job, pk: sent.append(pk))
    hook, _ = make_hook(f"{receiver.url}/hook")
    ended_run()
    tasks.deliver_webhooks()
    assert sent == [Delivery.objects.get(webhook=hook).pk]
