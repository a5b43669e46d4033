"""What the page of a server shows of its last measurement."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.timezone import now

from evaluations.measurements import Measurement, Proposal, is_running, labelled
from evaluations.models import ModelServer


def measured_context(server: ModelServer) -> dict[str, Any]:
    """Return what `_server_measured.html` needs."""
    measured: Measurement = server.measured
    proposal: Proposal = measured.get("proposal", {})
    return {
        "server": server,
        "measured": measured,
        "measured_at": datetime.fromisoformat(measured["at"]) if measured else None,
        "is_measuring": is_running(measured, now()),
        "proposed": labelled(proposal),
        "is_used": all(getattr(server, name) == value for name, value in proposal.items()),
    }
