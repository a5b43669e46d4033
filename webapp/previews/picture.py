"""A stored picture as a response."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.cache import patch_cache_control

from evaluations.models import StoredFile


def screenshot_response(stored: StoredFile | None) -> HttpResponse:
    """Return the picture that the sandbox took, kept by the person's browser for an hour; 404 when there is none."""
    if stored is None:
        raise Http404("There is no screenshot of this answer.")
    response = HttpResponse(stored.read(), content_type=stored.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, max_age=3600)
    return response
