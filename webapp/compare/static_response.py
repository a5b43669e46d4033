"""The static site as a download: for its page and the API."""

from __future__ import annotations

from tempfile import TemporaryFile

from django.http import FileResponse, HttpRequest

from webapp.compare.pairwise import pairs
from webapp.compare.selection import Selection
from webapp.compare.static_site import contents_of, write
from webapp.site.known_answers import note_known


def site_response(request: HttpRequest, chosen: Selection) -> FileResponse:
    """Return the file. It shows which model wrote each answer, so these answers are no longer blind for the person."""
    contents = contents_of(chosen)
    note_known(request, contents.numbers)
    target = TemporaryFile()  # noqa: SIM115  # the response closes it
    write(chosen, pairs(request, chosen, has_flips=False), contents, target)
    target.seek(0)
    name = f"{chosen.version.suite.slug if chosen.version else 'comparison'}.zip"
    return FileResponse(target, as_attachment=True, filename=name, content_type="application/zip")
