"""Pages and answers of the API that show an answer with its model's name: the person knows it from then on."""

from __future__ import annotations

from collections.abc import Collection

from django.http import HttpRequest

from evaluations.models import KnownAnswer


def note_known(request: HttpRequest, candidates: Collection[int]) -> None:
    """Call where code, text or preview of these answers is shown and their models are named or can be looked up."""
    if candidates and request.user.pk is not None:
        KnownAnswer.objects.learn(int(request.user.pk), candidates)
