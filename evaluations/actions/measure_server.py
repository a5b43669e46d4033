"""Begin a measurement of a model server, and use what it proposes."""

from __future__ import annotations

from django.db.models import F
from django.utils.timezone import now

from evaluations.measurements import Measurement, is_running
from evaluations.models import LanguageModel, ModelServer

NO_MODEL = "has no model to measure with. Pull one, or load one in it."
LATER = "Wait for its end, or pause the run first."


def start_measurement(server: ModelServer) -> str:
    """Mark the server as being measured; return why it cannot be, empty when it can. The caller wakes a worker."""
    if reason := measurement_error(server):
        return reason
    begun: Measurement = {"state": "running", "at": now().isoformat()}
    ModelServer.objects.filter(pk=server.pk).update(measured=begun)
    return ""


def measurement_error(server: ModelServer) -> str:
    """Return why a server cannot be measured now; empty when it can."""
    if not server.is_reachable:
        return f"{server.slug} does not answer now. Start it, then measure it."
    if is_running(server.measured, now()):
        return f"{server.slug} is being measured already."
    if server.fed_by:
        return f"{server.slug} is answering a run, which would slow both. {LATER}"
    if model_to_measure(server) is None:
        return f"{server.slug} {NO_MODEL}"
    return ""


def model_to_measure(server: ModelServer) -> LanguageModel | None:
    """Return the model that answers soonest: one in memory, else the smallest."""
    rows = LanguageModel.objects.can_generate().filter(server=server, remote_host="").select_related("server")
    return rows.order_by(F("is_loaded").desc(nulls_last=True), F("size_bytes").asc(nulls_last=True), "pk").first()


def use_proposal(server: ModelServer) -> bool:
    """Set what the last measurement proposes; False when it proposes nothing."""
    proposal = server.measured.get("proposal") or {}
    if server.measured.get("state") != "done" or not proposal:
        return False
    for name, value in proposal.items():
        setattr(server, name, value)
    server.save(update_fields=list(proposal))
    return True
