"""A server's last measurement for its page."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from django.utils.timezone import now

from evaluations.measurements import Measurement, Proposal, is_running, labelled
from evaluations.models import ModelServer
from evaluations.typed_template import TypedTemplate


class MeasuredPart(TypedDict):
    """The last measurement of a server. proposed: label and value of each proposed setting; is_used: all are in use."""

    server: ModelServer
    measured: Measurement
    measured_at: datetime | None
    is_measuring: bool
    proposed: list[tuple[str, str]]
    is_used: bool


MEASURED_PART = TypedTemplate("model_servers/_server_measured.html", MeasuredPart)


def measured_part(server: ModelServer) -> MeasuredPart:
    """Return the last measurement."""
    measured = server.measured
    proposal: Proposal = measured.get("proposal", {})
    return {
        "server": server,
        "measured": measured,
        "measured_at": datetime.fromisoformat(measured["at"]) if measured else None,
        "is_measuring": is_running(measured, now()),
        "proposed": labelled(proposal),
        "is_used": all(getattr(server, name) == value for name, value in proposal.items()),
    }
