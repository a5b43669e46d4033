"""Records answers that a person has seen together with the model's name."""

from __future__ import annotations

from collections.abc import Collection

from django.http import HttpRequest

from evaluations.models import KnownAnswer


def note_known(request: HttpRequest, candidates: Collection[int]) -> None:
    """Call when a page shows code, text or preview of these answers and their models are named or can be looked up."""
    if candidates and request.user.pk is not None:
        KnownAnswer.objects.learn(int(request.user.pk), candidates)
