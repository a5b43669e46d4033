"""Uploaded files of preference pairs, for page and API."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from evaluations.actions.import_preferences import PreferenceReport, import_preferences, parse, title_of
from evaluations.errors import PreferenceError
from evaluations.models import Team


def import_file(team: Team, file: UploadedFile[bytes]) -> PreferenceReport:
    """Import an uploaded file of preference pairs. Raises PreferenceError, which names the file."""
    name, size = str(file.name), file.size or 0
    if size > settings.UPLOAD_MAX_MB * 2**20:
        raise PreferenceError(f"{name} has {size / 2**20:.0f} MB; the limit is {settings.UPLOAD_MAX_MB} MB.")
    content = file.read()
    try:
        return import_preferences(team, parse(content), title=title_of(name, content))
    except PreferenceError as exc:
        raise PreferenceError(f"{name}: {exc}") from exc
