"""Keeps refusals of servers between runs: an adapter gets them before it asks, and they are stored after an answer."""

from __future__ import annotations

from django.utils.timezone import now

from evaluations.adapters.options import FIXED_CONTEXT
from evaluations.models import LanguageModel
from evaluations.records import Completion
from evaluations.refusals import Refusals, merged


def note_refusals(model: LanguageModel, completion: Completion) -> None:
    """Store the refusals that this answer showed, if they are new."""
    old_refusals = model.known_refusals
    lost = {name: why for name, why in completion.not_taken.items() if why != FIXED_CONTEXT}
    fields, options = merged(old_refusals, completion.refused, lost)
    if (fields, options) == (old_refusals.get("fields", []), old_refusals.get("options", {})):
        return
    server = model.server
    new_refusals: Refusals = {
        "of": model.place,
        "is_dated": not (server.version or model.digest),
        "at": now().isoformat(),
        "fields": fields,
        "options": options,
    }
    LanguageModel.objects.filter(pk=model.pk).update(refusals=new_refusals)
    model.refusals = new_refusals
