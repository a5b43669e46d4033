"""What backup and restore refuse, and how they work beside clean-up and a running site."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site_settings
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from evaluations.actions.remove_deleted import remove_unneeded_files
from evaluations.backup import make_backup
from evaluations.models import Installation, StoredFile, Worker
from evaluations.models.installation import BACKUP_STEP
from tests.factories import make_person


@pytest.mark.django_db
def test_file_that_exists_is_not_replaced_unless_asked(tmp_path: Path) -> None:
    path = tmp_path / "backup.tar"
    path.write_text("mine")
    with pytest.raises(CommandError, match="exists"):
        call_command("backup", path)
    assert path.read_text() == "mine"


@pytest.mark.django_db(transaction=True)
def test_backup_with_a_missing_file_is_refused_and_files_are_free_again(tmp_path: Path) -> None:
    stored = StoredFile.objects.store(b"to be lost")
    default_storage.delete(stored.storage_name)
    with pytest.raises(CommandError, match=r"is not on the disk of this host\..*Nothing was written"):
        call_command("backup", tmp_path / "backup.tar")
    assert list(tmp_path.iterdir()) == []
    assert not Installation.objects.files_are_kept()


@pytest.mark.django_db(transaction=True)
def test_clean_up_removes_no_file_while_a_backup_reads_them() -> None:
    Installation.objects.ensure()
    first, second = StoredFile.objects.store(b"first"), StoredFile.objects.store(b"second")
    Installation.objects.keep_files(BACKUP_STEP)
    remove_unneeded_files({first.pk})
    assert default_storage.exists(first.storage_name)
    Installation.objects.keep_files(None)
    remove_unneeded_files({second.pk})
    assert not default_storage.exists(second.storage_name)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", ["make up", "worker", "people"])
def test_restore_is_refused_while_the_site_runs_or_has_users(tmp_path: Path, who: str, settings: Any) -> None:
    path = tmp_path / "backup.tar"
    make_backup(path)
    if who == "people":
        make_person("ada")
        with pytest.raises(CommandError, match="contains people or runs"):
            call_command("restore", path)
    elif who == "worker":
        Worker.objects.beat("execute-elsewhere-1-abcd", "elsewhere", 1)
        with pytest.raises(CommandError, match=r"Workers are running: execute-elsewhere.* Stop all hosts first"):
            call_command("restore", path, "--overwrite")
    else:
        with open(site_settings.BAKEOFF_HOME / "running", "a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            with pytest.raises(CommandError, match="The site is running"):
                call_command("restore", path, "--overwrite")


def test_restore_of_a_missing_archive_is_one_sentence(tmp_path: Path, db: None) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        call_command("restore", tmp_path / "none.tar")
