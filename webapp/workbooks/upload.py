"""Stores an uploaded workbook: it is checked outside the web process, then stored once per content."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from evaluations import workbooks
from evaluations.errors import WorkbookError
from evaluations.limits import MAX_FILE_NAME
from evaluations.models import StoredFile, Team, Workbook
from evaluations.records import storable
from webapp.workbooks import sheet_cache, upload_progress


def save_workbook(
    team: Team, user: AbstractBaseUser | AnonymousUser, file: UploadedFile[bytes], token: str = ""
) -> tuple[Workbook, bool]:
    """Store this upload; return its row, and whether it is new. Raises WorkbookError with the sentence to show, or
    LimitReached.

    token: under which a page asks how far reading is (`upload_progress`).
    """
    name = clean_name(str(file.name))
    limit = settings.UPLOAD_MAX_MB * 2**20
    if (file.size or 0) > limit:
        raise WorkbookError(
            f"{name} has {(file.size or 0) / 2**20:.1f} MB; the limit is {settings.UPLOAD_MAX_MB} MB. "
            "Take sheets out of it, or raise UPLOAD_MAX_MB.",
            reason="too_large",
        )
    content, limits = source_of(file), workbooks.Limits(size_mb=settings.UPLOAD_MAX_MB)
    Workbook.objects.refuse_more(team, user, content, file.size or 0)
    tell = upload_progress.watch(user.pk or 0, token, name, content, file.size or 0, limits)
    with sheet_cache.new_page_file() as (path, pages):
        admission = workbooks.admit(name, content, limits=limits, pages=pages, tell=tell)
        row, is_new = _save_row(team, user, name, content, admission)
        if admission.expected_data and is_new:
            index = [sheet.name for sheet in admission.preview.sheets].index(admission.expected_data.sheet)
            if admission.has_pages:
                sheet_cache.store_page_file(row, index, path)
            sheet_cache.read_ahead(row, index)
    return row, is_new


def _save_row(
    team: Team,
    user: AbstractBaseUser | AnonymousUser,
    name: str,
    content: Path | bytes,
    admission: workbooks.Admission,
) -> tuple[Workbook, bool]:
    """Make the row unless it exists. Raises LimitReached when other uploads took the room while this one was read."""
    stored = StoredFile.objects.store(content)
    with transaction.atomic():
        Team.objects.select_for_update().get(pk=team.pk)  # of two simultaneous uploads one waits for the other
        if row := Workbook.objects.filter(team=team, file=stored, name=name).first():
            return row, False
        Workbook.objects.refuse_more(team, user, content, stored.size_bytes)
        row = Workbook.objects.create(
            team=team,
            file=stored,
            name=name,
            format=admission.check.format,
            upload_check={**storable(admission.check), "n_rows": _n_rows(admission.preview)},
            preview=storable(admission.preview),
            truth=storable(admission.expected_data or {}),
            uploaded_by_id=user.pk,
        )
        return row, True


def source_of(file: UploadedFile[bytes]) -> Path | bytes:
    """Return the temporary file of a large upload, or the bytes of a small one."""
    path = getattr(file, "temporary_file_path", None)
    return Path(path()) if path else file.read()


def _n_rows(preview: workbooks.Preview) -> int:
    """Return rows of all sheets: kept beside the check, so that a list of workbooks need not read their previews."""
    return sum(sheet.n_rows for sheet in preview.sheets)


def clean_name(name: str) -> str:
    """Return the file's own name: no folders, no control characters, at most MAX_FILE_NAME characters, its ending
    kept.
    """
    printable = "".join(c for c in name.replace("\\", "/").rsplit("/", 1)[-1] if c.isprintable()).strip() or "workbook"
    stem, dot, ending = printable.rpartition(".")
    return printable if len(printable) <= MAX_FILE_NAME else stem[: MAX_FILE_NAME - len(ending) - 1] + dot + ending
