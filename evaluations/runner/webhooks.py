"""Tell a team's webhooks that a run ended: signed, one attempt at a time, and only to addresses that are allowed.

The address is typed by a person, so it is not trusted: each connection is checked by the address that it really
reaches, redirects are not followed, no answer is read, and an attempt ends after DEADLINE_S whatever comes.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import socket
import threading
import time
from collections.abc import Sequence
from functools import partial
from typing import Any

import httpcore
import httpx
from django.conf import settings

from evaluations.actions.automatic_runs import report_of
from evaluations.adapters.connections import METADATA, Network, checked_transport, real_address
from evaluations.errors import AdapterError, DecryptionError
from evaluations.models import Delivery
from evaluations.queries.counts import progress

SETTING = "WEBHOOK_NETWORKS"
DEADLINE_S = 10.0
HTTP_GONE = 410  # the receiver does not want it any more


def refusal(address: str, networks: Sequence[Network] = ()) -> str:
    """Return why nothing is sent to a numeric address; empty if it is allowed. Without networks: only public ones."""
    target = real_address(address)
    if networks:
        allowed = ", ".join(map(str, networks))
        return "" if any(target in network for network in networks) else f"{SETTING} allows only {allowed}"
    if target.is_global and not target.is_multicast and target not in METADATA:
        return ""
    return f"it is not a public address; {SETTING} can allow its network"


def signature(secret: str, body: bytes, at: int) -> str:
    """Return the header that proves who sent the body, and when: HMAC-SHA256 over `<at>.<body>`."""
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def deliver(pk: int) -> None:
    """Make the next attempt of a delivery, unless it is not due or another worker makes it."""
    delivery = Delivery.objects.claim(pk)
    if delivery is None:
        return
    status, error, can_pass = _attempt(delivery)
    delivery.note_attempt(status, error, can_pass=can_pass)


def _attempt(delivery: Delivery) -> tuple[int | None, str, bool]:
    """Return HTTP status, what went wrong, and whether it may go better later."""
    try:
        body = json.dumps(payload_of(delivery)).encode()
        status = send(delivery.webhook.url, body, _headers(delivery, body))
    except DecryptionError:
        return None, "Its secret cannot be decrypted: SECRET_KEY was changed. Make the webhook again.", False
    except AdapterError as exc:
        return None, str(exc), False
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as exc:
        return None, _sentence(exc), True
    if 200 <= status < 300:
        return status, "", True
    if 300 <= status < 400:
        return status, f"It answered {status}, a redirect. It is not followed. Correct the URL.", False
    return status, f"It answered {status}.", status != HTTP_GONE


def _headers(delivery: Delivery, body: bytes) -> dict[str, str]:
    return {
        "Content-Type": "application/json",
        "User-Agent": "Bakeoff",
        "X-Bakeoff-Event": delivery.event,
        "X-Bakeoff-Delivery": str(delivery.pk),
        "X-Bakeoff-Signature": signature(delivery.webhook.secret, body, int(time.time())),
    }


def payload_of(delivery: Delivery) -> dict[str, Any]:
    """Return the message: names and counts, without code and prompt."""
    run = delivery.run
    payload: dict[str, Any] = {
        "event": delivery.event,
        "delivery": delivery.pk,
        "team": delivery.webhook.team.slug,
        "run": None,
    }
    if run is not None:
        done = progress(run)
        payload["run"] = {
            "id": run.pk,
            "title": run.title,
            "suite": run.suite_version.suite.slug,
            "state": run.state,
            "n_answers": done.n_answered,
            "n_cancelled": done.n_cancelled,
            "verdicts": dict(done.verdicts),
            "ended_at": delivery.ended_at.isoformat() if delivery.ended_at else None,
            "path": f"/runs/{run.pk}/",
        }
        if row := report_of(run):
            payload["run"]["new_model"] = {
                "model": row.model.model_id,
                "in_use": row.against.model_id if row.against else None,
                "result": row.result or None,
                "sentence": row.sentence,
            }
    return payload


def send(url: str, body: bytes, headers: dict[str, str]) -> int:
    """Return the status of the answer; its text is not read. Raises AdapterError, httpx.HTTPError, OSError."""
    with _Deadline(DEADLINE_S) as deadline:
        refuse = partial(refusal, networks=settings.WEBHOOK_NETWORKS)
        transport = checked_transport(refuse, deadline.watch)
        with (
            httpx.Client(
                transport=transport, timeout=DEADLINE_S / 2, trust_env=False, follow_redirects=False
            ) as client,
            client.stream("POST", url, content=body, headers=headers) as response,
        ):
            return response.status_code


class _Deadline:
    """Ends connections when the time is over, in the middle of a handshake or a header too: reads alone cannot tell.

    A copy of the descriptor is kept, because TLS takes the socket away from its first owner.
    """

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._copies: list[socket.socket] = []

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        for copy in self._copies:
            copy.close()

    def watch(self, stream: httpcore.NetworkStream) -> None:
        """End this connection too, when the time is over."""
        self._copies.append(socket.socket(fileno=os.dup(stream.get_extra_info("socket").fileno())))

    def _end(self) -> None:
        for copy in self._copies:
            try:
                copy.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue  # it ended by itself


def _sentence(exc: Exception) -> str:
    if isinstance(exc, httpx.ConnectError | httpx.ConnectTimeout):
        return "It cannot be reached."
    if isinstance(exc, httpx.TimeoutException | httpx.RemoteProtocolError | httpx.ReadError):
        return f"It did not answer within {DEADLINE_S:.0f} s, or closed the connection."
    return f"It could not be sent: {type(exc).__name__}."
