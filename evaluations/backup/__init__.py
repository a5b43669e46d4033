"""Backups of a whole installation: one archive with the database and all stored files, and restoring it."""

from evaluations.backup.make import make_backup
from evaluations.backup.restore import check_archive, restore_backup

__all__ = ["check_archive", "make_backup", "restore_backup"]
