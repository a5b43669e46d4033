"""A version of a suite as a zip of its folder, for the page and the API."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from evaluations.errors import SuiteError
from webapp.site.lookup import version_of
from webapp.site.query_params import parse_number
from webapp.suites.folder_file import folder_response


@require_GET
def folder(request: HttpRequest, slug: str) -> HttpResponse | FileResponse:
    """Download the archive; back to the suite with a sentence if a folder cannot hold it."""
    version = version_of(request, slug, parse_number(request.GET.get("v", "")) or None)
    try:
        return folder_response(version)
    except SuiteError as exc:
        messages.error(request, str(exc))
        return redirect("suite", slug=slug)
