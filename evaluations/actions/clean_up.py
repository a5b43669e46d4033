"""The daily clean-up: expired data, and data beyond the retention settings."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage, storages
from django.db.models.functions import Now

from evaluations.actions.free_space import Rules, Space, free_space
from evaluations.actions.remove_deleted import remove_unneeded_files
from evaluations.errors import StorageAway
from evaluations.models import AuditEvent, Delivery, Installation, ModelAction, RunMail, SignInLink, StoredFile
from evaluations.models.teams import LINK_LIFETIME

if TYPE_CHECKING:
    from evaluations.models.disk_storage import DiskStorage
    from evaluations.models.object_storage import ObjectStorage

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
    n_unfinished_files: int
    space: Space


def clean_up() -> CleanUp:
    """Remove all of it. The call is safe to repeat, and may be interrupted at any point."""
    sessions, _ = Session.objects.filter(expire_date__lt=Now()).delete()
    links, _ = SignInLink.objects.filter(created_at__lt=Now() - LINK_LIFETIME).delete()
    before = Now() - FORGOTTEN_AFTER
    ended = Delivery.objects.exclude(state=Delivery.State.WAITING)
    n_deliveries, _ = ended.filter(created_at__lt=before).delete()
    n_mails, _ = RunMail.objects.exclude(state=RunMail.State.WAITING).filter(ended_at__lt=before).delete()
    n_actions, _ = ModelAction.objects.filter(asked_at__lt=before).delete()
    too_old = Now() - timedelta(days=settings.AUDIT_DAYS)
    n_events, _ = AuditEvent.objects.filter(at__lt=too_old).delete()
    space = free_space(Rules.of_settings())
    done = CleanUp(
        n_sessions=sessions,
        n_links=links,
        n_events=n_deliveries + n_mails + n_actions + n_events,
        n_files=_remove_unneeded(),
        n_unknown_files=_remove_unknown(),
        n_unfinished_files=_remove_unfinished(),
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
    if Installation.objects.files_are_kept() or Installation.objects.storage_fault():
        return 0
    before = time.time() - UNUSED_AFTER.total_seconds()
    return sum(_remove_unknown_in(f"{n:02x}", before) for n in range(256))


def _remove_unknown_in(folder: str, before: float) -> int:
    names = {name for name in _storage().names_before(folder, before) if _is_digest(name, folder)}
    known = set(StoredFile.objects.filter(pk__startswith=folder).values_list("pk", flat=True))
    n = 0
    for name in sorted(names - known):
        if not StoredFile.objects.filter(pk=name).exists():  # its bytes may have been uploaded again meanwhile
            default_storage.delete(f"{folder}/{name}")
            n += 1
    return n


def _remove_unfinished() -> int:
    """Remove parts of files whose upload never ended."""
    if Installation.objects.storage_fault():
        return 0
    try:
        return _storage().remove_unfinished(time.time() - UNUSED_AFTER.total_seconds())
    except StorageAway:
        log.warning("Unfinished uploads were not removed; a lifecycle rule of the bucket can do so.", exc_info=True)
        return 0


def _storage() -> DiskStorage | ObjectStorage:
    return cast("DiskStorage | ObjectStorage", storages["default"])


def _is_digest(name: str, folder: str) -> bool:
    return len(name) == 64 and name.startswith(folder)
