"""Backup and restore where the files are in object storage: out of a bucket, and into one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.backup.test_round_trip import COUNTS, run
from tests.databases import copy_migrated_database
from tests.environment import needs_time
from tests.object_storage import client_of

LARGE = 9 * 2**20  # more than an upload in one part has
FILL = f"""
import django; django.setup()
from django.core.management import call_command
from evaluations.models import StoredFile
from tests.factories import finish_run, make_model, make_person, make_run, make_suite
from evaluations.records import Verdict
call_command("migrate", verbosity=0)
make_person("ada", password="correct horse battery")
finish_run(make_run(make_suite(), [make_model()]), [Verdict.PASSED, Verdict.FAILED])
for content in (b"one file", bytes(range(256)) * ({LARGE} // 256), b""):
    StoredFile.objects.store(content, "image/png")
"""


def emptied(s3: dict[str, str]) -> dict[str, str]:
    """Remove everything from the bucket; return its settings."""
    client = client_of(s3)
    for item in client.list_objects_v2(Bucket=s3["S3_BUCKET"]).get("Contents", []):
        client.delete_object(Bucket=s3["S3_BUCKET"], Key=item["Key"])
    return s3


STORES = [
    ("disk", "bucket"),
    pytest.param("bucket", "disk", marks=[needs_time]),
    pytest.param("bucket", "bucket", marks=[needs_time]),
]


@pytest.mark.timeout(500)
@pytest.mark.parametrize(("source", "target"), STORES)
def test_restored_files_are_whole(source: str, target: str, s3: dict[str, str], tmp_path: Path) -> None:
    first, second, archive = tmp_path / "first", tmp_path / "second", tmp_path / "backup.tar.gz"
    copy_migrated_database(first / "bakeoff.sqlite3")
    of_source = emptied(s3) if source == "bucket" else {}
    created = run("-c", FILL, home=first, more=of_source)
    assert created.returncode == 0, created.stderr
    backup = run("manage.py", "backup", str(archive), home=first, more=of_source)
    assert backup.returncode == 0, backup.stderr
    of_target = emptied(s3) if target == "bucket" else {}

    restored = run("manage.py", "restore", str(archive), home=second, more=of_target)
    assert restored.returncode == 0, restored.stderr
    assert "Traceback" not in restored.stderr
    looked = run("-c", COUNTS, home=second, more=of_target)
    assert looked.returncode == 0, looked.stderr
    lines = dict(line.split(" ", 1) for line in looked.stdout.splitlines())
    assert lines["files"] == "whole 3 True"
    assert lines["fault"] == "'' False", "the mark of the installation is beside the files"
    assert lines["candidates"] == "2 2 2"
    assert lines["ada"] == "True"
    n_on_disk = len([path for path in (second / "files").glob("*/*") if len(path.name) == 64])
    assert n_on_disk == (3 if target == "disk" else 0)


@pytest.mark.timeout(400)
def test_restore_without_its_object_storage_is_one_sentence(s3: dict[str, str], tmp_path: Path) -> None:
    first, second, archive = tmp_path / "first", tmp_path / "second", tmp_path / "backup.tar"
    copy_migrated_database(first / "bakeoff.sqlite3")
    assert run("-c", FILL, home=first).returncode == 0
    assert run("manage.py", "backup", str(archive), home=first).returncode == 0
    away = {**s3, "S3_ENDPOINT": "http://127.0.0.1:9"}
    refused = run("manage.py", "restore", str(archive), home=second, more=away)
    assert refused.returncode == 1
    assert "The object storage does not answer" in refused.stderr
    assert "Traceback" not in refused.stderr
