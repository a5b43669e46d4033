"""Files of a task: pictures are shown where the page names them, others are downloaded."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from evaluations.models import StoredFile
from evaluations.prompts.images import media_type_of
from webapp.site.lookup import task_of
from webapp.site.query_params import parse_number


@require_GET
def task_file(request: HttpRequest, slug: str, task_slug: str, name: str) -> HttpResponse:
    """Return a file of a task of the shown version."""
    task, _ = task_of(request, slug, task_slug, parse_number(request.GET.get("v", "")))
    return file_response(task.fixtures, name)


def file_response(fixtures: Mapping[str, str], name: str) -> HttpResponse:
    """Return one of these files (name to SHA-256); 404 for another name. Only pictures are opened by a browser."""
    stored = StoredFile.objects.filter(pk=fixtures.get(name, "")).first()
    if stored is None:
        raise Http404(f'The task has no file "{name[:100]}".')
    picture = media_type_of(name)
    response = HttpResponse(stored.read(), content_type=picture or "application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = content_disposition_header(as_attachment=not picture, filename=name) or "inline"
    patch_cache_control(response, private=True, max_age=60)
    return response


def pictures_first(fixtures: Mapping[str, str]) -> list[tuple[str, bool]]:
    """Return names of files, and whether each is a picture; pictures first."""
    rows = [(name, bool(media_type_of(name))) for name in sorted(fixtures)]
    return sorted(rows, key=lambda row: not row[1])
