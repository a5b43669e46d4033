"""Files in an S3-compatible object storage: a real server from a wheel, and two hosts without a shared folder."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.config import Config
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages

from evaluations.actions.clean_up import clean_up
from evaluations.errors import StorageAway, StoredFileError
from evaluations.models import Installation, StoredFile
from tests.environment import needs_time
from tests.object_storage import client_of
from tests.processes import ROOT
from webapp.site.outages import NO_STORAGE, outage_of


@pytest.mark.django_db
def test_file_in_a_bucket_is_stored_read_checked_and_repaired_as_on_a_disk(bucket: dict[str, str]) -> None:
    content = os.urandom(300_000)
    stored = StoredFile.objects.store(content, "image/png")
    assert stored.pk == hashlib.sha256(content).hexdigest()
    assert stored.read() == content
    assert stored.damage() == ""
    storages["default"].delete(stored.storage_name)
    assert "is not in the bucket bakeoff" in stored.damage()
    with pytest.raises(StoredFileError, match="Upload it again"):
        stored.read()
    assert StoredFile.objects.store(content) == stored
    assert stored.read() == content


@pytest.mark.django_db
def test_unreachable_storage_server_is_one_sentence_and_may_come_back(bucket: dict[str, str], monkeypatch: Any) -> None:
    from evaluations.runner.workers import passing_fault

    storage = storages["default"]
    monkeypatch.setattr(storage, "endpoint_url", "http://127.0.0.1:9")
    monkeypatch.setattr(storage, "client_config", Config(retries={"max_attempts": 0}, connect_timeout=1))
    with pytest.raises(StorageAway) as raised:
        StoredFile.objects.store(b"never")
    assert outage_of(raised.value) is NO_STORAGE
    assert passing_fault(raised.value).startswith("The object storage does not answer")


HOST = """
import sys, django; django.setup()
from evaluations.models import StoredFile
from django.core.management import call_command
if sys.argv[1] == "keep":
    print(StoredFile.objects.store(b"a picture of one host", "image/png").pk)
else:
    print(StoredFile.objects.get(pk=sys.argv[2]).read().decode())
"""


def on_host(home: Path, env: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    """Run a Python command on a host that has its own home."""
    variables = {**os.environ, "BAKEOFF_HOME": str(home), "DJANGO_SETTINGS_MODULE": "webapp.settings", **env}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=variables | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@needs_time
@pytest.mark.timeout(240)
def test_two_hosts_share_database_and_bucket_and_no_folder(s3: dict[str, str], tmp_path: Path) -> None:
    shared = {"DATABASE_URL": f"sqlite:///{tmp_path / 'shared.sqlite3'}"}
    first, second = tmp_path / "first", tmp_path / "second"
    with_bucket = {**shared, **s3}
    assert on_host(first, with_bucket, "manage.py", "migrate", "--noinput").returncode == 0
    stored = on_host(first, with_bucket, "-c", HOST, "keep")
    assert stored.returncode == 0, stored.stderr
    read = on_host(second, with_bucket, "-c", HOST, "read", stored.stdout.strip())
    assert read.stdout.strip() == "a picture of one host", read.stderr
    assert not list((second / "files").iterdir())
    assert on_host(second, with_bucket, "manage.py", "doctor", "--only", "storage").returncode == 0
    result = on_host(second, shared, "manage.py", "doctor", "--only", "storage")
    assert result.returncode == 2
    assert "share BAKEOFF_HOME between the hosts, or set S3_BUCKET on all of them" in result.stdout


@pytest.mark.django_db
def test_mark_of_the_installation_is_in_the_bucket(bucket: dict[str, str]) -> None:
    Installation.objects.all().delete()
    Installation.objects.ensure()
    assert Installation.objects.storage_fault() == ""
    Installation.objects.update(storage_mark="another")
    assert "Share BAKEOFF_HOME" in Installation.objects.storage_fault()


def orphan(content: bytes) -> str:
    """Store bytes without a row, as a process leaves them that ends between file and row."""
    digest = hashlib.sha256(content).hexdigest()
    return default_storage.save(f"{digest[:2]}/{digest}", ContentFile(content))


@pytest.mark.django_db(transaction=True)
def test_objects_without_a_row_are_removed_after_a_day(bucket: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    Installation.objects.all().delete()
    Installation.objects.ensure()
    monkeypatch.setattr("evaluations.actions.clean_up.UNUSED_AFTER", timedelta(seconds=-60))
    clean_up()  # what other tests left in the bucket
    monkeypatch.setattr("evaluations.actions.clean_up.UNUSED_AFTER", timedelta(days=1))
    kept = StoredFile.objects.store(b"a file with a row")
    unknown = orphan(b"bytes without a row")
    other = default_storage.save("aa/notes.txt", ContentFile(b"of another program"))
    assert clean_up().n_unknown_files == 0, "it was stored a moment ago"
    monkeypatch.setattr("evaluations.actions.clean_up.UNUSED_AFTER", timedelta(seconds=-60))
    # The row was made a moment ago too, so that only the object without one is removed.
    StoredFile.objects.update(created_at="2100-01-01T00:00:00Z")
    assert clean_up().n_unknown_files == 1
    assert not default_storage.exists(unknown)
    assert default_storage.exists(other)
    assert kept.damage() == ""


@pytest.mark.django_db(transaction=True)
def test_bucket_of_another_database_loses_nothing(bucket: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    Installation.objects.all().delete()
    Installation.objects.ensure()
    unknown = orphan(b"it belongs to the other database")
    Installation.objects.update(storage_mark="another")
    monkeypatch.setattr("evaluations.actions.clean_up.UNUSED_AFTER", timedelta(seconds=-60))
    assert clean_up().n_unknown_files == 0
    assert default_storage.exists(unknown)


def begin_upload(bucket: dict[str, str], key: str) -> str:
    """Send one part of an object and stop, as a process that is killed. Return the id of the upload."""
    client = client_of(bucket)
    upload: str = client.create_multipart_upload(Bucket="bakeoff", Key=key)["UploadId"]
    client.upload_part(Bucket="bakeoff", Key=key, UploadId=upload, PartNumber=1, Body=b"a part")
    return upload


@pytest.mark.django_db(transaction=True)
def test_parts_of_an_upload_that_never_ended_are_removed_after_a_day(
    bucket: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Installation.objects.all().delete()
    Installation.objects.ensure()
    digest = hashlib.sha256(b"never complete").hexdigest()
    begun, other = begin_upload(bucket, f"{digest[:2]}/{digest}"), begin_upload(bucket, "backups/of-another-program")

    def unfinished() -> set[str]:
        listed = client_of(bucket).list_multipart_uploads(Bucket="bakeoff")
        return {upload["UploadId"] for upload in listed.get("Uploads", [])}

    assert unfinished() >= {begun, other}
    assert clean_up().n_unfinished_files == 0, "it began a moment ago"
    monkeypatch.setattr("evaluations.actions.clean_up.UNUSED_AFTER", timedelta(seconds=-60))
    assert clean_up().n_unfinished_files == 1
    assert unfinished() & {begun, other} == {other}


@pytest.mark.django_db(transaction=True)
def test_key_that_may_not_list_uploads_does_not_stop_the_clean_up(
    bucket: dict[str, str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    Installation.objects.all().delete()
    Installation.objects.ensure()

    def refuse(_: float) -> int:
        raise StorageAway("The object storage does not answer as it should: AccessDenied")

    monkeypatch.setattr(storages["default"], "remove_unfinished", refuse)
    assert clean_up().n_unfinished_files == 0
    assert "a lifecycle rule of the bucket can do so" in caplog.text


@pytest.mark.django_db
def test_folder_of_a_bucket_is_listed_by_age(bucket: dict[str, str]) -> None:
    storage: Any = storages["default"]
    names = {orphan(bytes([n]) * 9).partition("/")[2] for n in range(5)}
    folders = {name[:2] for name in names}
    before = time.time() + 60
    assert {name for folder in folders for name in storage.names_before(folder, before)} >= names
    assert not [name for folder in folders for name in storage.names_before(folder, before - 3600)]
