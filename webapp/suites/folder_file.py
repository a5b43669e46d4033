"""The download of a suite's folder, for the page and the API."""

from __future__ import annotations

import tempfile

from django.http import FileResponse

from evaluations.exports.suite_folder import file_name, write_zip
from evaluations.models import SuiteVersion


def folder_response(version: SuiteVersion) -> FileResponse:
    """Return the archive as a download. Raises SuiteError for a task that a folder cannot hold."""
    target = tempfile.TemporaryFile()  # noqa: SIM115  # FileResponse closes it
    try:
        write_zip(version, target)
    except BaseException:
        target.close()
        raise
    return FileResponse(target, as_attachment=True, filename=file_name(version), content_type="application/zip")
