"""The daily clean-up: expired data, and data beyond the retention settings."""

from __future__ import annotations

import logging
import os
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from evaluations.actions.free_space import Rules, Space, free_space
from evaluations.actions.remove_deleted import remove_unneeded_files
from evaluations.models import AuditEvent, Delivery, Installation, ModelAction, SignInLink, StoredFile
from evaluations.models.teams import LINK_LIFETIME

FORGOTTEN_AFTER = timedelta(days=30)  # deliveries to webhooks, loads of models by hand
UNUSED_AFTER = timedelta(days=1)  # for uploaded files that nothing uses
FILES_AT_ONCE = 500
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanUp:
    """Counts of removed rows and files."""

    n_sessions: int
    n_links: int
    n_events: int
    n_files: int
    n_unknown_files: int
    space: Space


def clean_up() -> CleanUp:
    """Remove all of it. The call is safe to repeat, and may be interrupted at any point."""
    sessions, _ = Session.objects.filter(expire_date__lt=Now()).delete()
    links, _ = SignInLink.objects.filter(created_at__lt=Now() - LINK_LIFETIME).delete()
    before = Now() - FORGOTTEN_AFTER
    ended = Delivery.objects.exclude(state=Delivery.State.WAITING)
    n_deliveries, _ = ended.filter(created_at__lt=before).delete()
    n_actions, _ = ModelAction.objects.filter(asked_at__lt=before).delete()
    too_old = Now() - timedelta(days=settings.AUDIT_DAYS)
    n_events, _ = AuditEvent.objects.filter(at__lt=too_old).delete()
    space = free_space(Rules.of_settings())
    done = CleanUp(
        n_sessions=sessions,
        n_links=links,
        n_events=n_deliveries + n_actions + n_events,
        n_files=_remove_unneeded(),
        n_unknown_files=_remove_unknown(),
        space=space,
    )
    log.info("Daily clean-up: %s", done)
    return done


def _remove_unneeded() -> int:
    """Remove stored files that no row refers to."""
    rows = StoredFile.objects.filter(
        created_at__lt=Now() - UNUSED_AFTER, workbooks=None, grading=None, editedanswer=None
    )
    unneeded = list(rows.values_list("pk", flat=True))
    parts = [unneeded[start : start + FILES_AT_ONCE] for start in range(0, len(unneeded), FILES_AT_ONCE)]
    return sum(len(remove_unneeded_files(set(part))) for part in parts)


def _remove_unknown() -> int:
    """Remove files without a row: they remain if a backup was reading them, or if a process ended between row
    and file.
    """
    if settings.S3_BUCKET or Installation.objects.files_are_kept() or Installation.objects.storage_fault():
        return 0
    n, before = 0, time.time() - UNUSED_AFTER.total_seconds()
    for folder in sorted(Path(settings.MEDIA_ROOT).glob("[0-9a-f][0-9a-f]")):
        names = {name for name in os.listdir(folder) if len(name) == 64 and name.startswith(folder.name)}
        known = set(StoredFile.objects.filter(pk__startswith=folder.name).values_list("pk", flat=True))
        for name in names - known:
            path = folder / name
            if path.stat().st_mtime < before:
                path.unlink(missing_ok=True)
                n += 1
    return n
