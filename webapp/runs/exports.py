"""A run as a download in one of the formats of evaluations/exports/formats.py."""

from __future__ import annotations

import tempfile

from django.http import FileResponse

from evaluations.exports.formats import FORMATS
from evaluations.models import Run


def export(run: Run, name: str) -> FileResponse:
    """Return the run in a format of FORMATS, as a download."""
    form = FORMATS[name]
    target = tempfile.TemporaryFile()  # noqa: SIM115  # FileResponse closes it
    form.write(run, target)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=form.file_name(run), content_type=form.media_type)
