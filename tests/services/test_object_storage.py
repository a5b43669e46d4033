"""Files in an S3-compatible object storage: a real server from a wheel, and two hosts without a shared folder."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from django.core.files.storage import storages
from django.test import override_settings

from evaluations.errors import StorageAway, StoredFileError
from evaluations.models import Installation, StoredFile
from tests import processes
from tests.environment import free_ports, needs_time
from tests.processes import ROOT
from webapp.site.outages import NO_STORAGE, outage_of

WEED = Path(sys.executable).with_name("weed")
KEYS = {"S3_ACCESS_KEY": "bakeoff", "S3_SECRET_KEY": "the secret of the bucket"}


@pytest.fixture(scope="module")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Start SeaweedFS with one bucket. Return the settings that name it."""
    folder = tmp_path_factory.mktemp("s3")
    identities = folder / "s3.json"
    credentials = [{"accessKey": KEYS["S3_ACCESS_KEY"], "secretKey": KEYS["S3_SECRET_KEY"]}]
    actions = ["Admin", "Read", "Write", "List", "Tagging"]
    identities.write_text(json.dumps({"identities": [{"name": "b", "credentials": credentials, "actions": actions}]}))
    master, master_grpc, volume, volume_grpc, filer, filer_grpc, port, grpc = free_ports(8)
    command = [str(WEED), "server", f"-dir={folder}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-s3"]
    command += [f"-s3.port={port}", f"-s3.port.grpc={grpc}", f"-s3.config={identities}", "-volume.max=8"]
    command += [f"-master.port={master}", f"-master.port.grpc={master_grpc}", "-master.volumeSizeLimitMB=64"]
    command += [f"-volume.port={volume}", f"-volume.port.grpc={volume_grpc}"]
    command += [f"-filer.port={filer}", f"-filer.port.grpc={filer_grpc}"]
    settings = {"S3_BUCKET": "bakeoff", "S3_ENDPOINT": f"http://127.0.0.1:{port}", **KEYS}
    with processes.running(command, folder / "weed.log"):
        client = boto3.client(
            "s3",
            endpoint_url=settings["S3_ENDPOINT"],
            aws_access_key_id=KEYS["S3_ACCESS_KEY"],
            aws_secret_access_key=KEYS["S3_SECRET_KEY"],
            region_name="us-east-1",
            config=Config(retries={"max_attempts": 1}, connect_timeout=2, read_timeout=10),
        )

        def has_bucket() -> bool:
            try:
                client.create_bucket(Bucket="bakeoff")
                client.put_object(Bucket="bakeoff", Key="probe", Body=b"x")
            except Exception:
                return False
            return True

        processes.wait_until(has_bucket, deadline_s=60, interval_s=0.3)
        yield settings


@pytest.fixture
def bucket(s3: dict[str, str]) -> Iterator[dict[str, str]]:
    """Store the site's files in the bucket."""
    options = {
        "bucket_name": s3["S3_BUCKET"],
        "endpoint_url": s3["S3_ENDPOINT"],
        "access_key": s3["S3_ACCESS_KEY"],
        "secret_key": s3["S3_SECRET_KEY"],
        "region_name": "us-east-1",
        "addressing_style": "path",
    }
    backend = {"BACKEND": "evaluations.models.object_storage.ObjectStorage", "OPTIONS": options}
    statics = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(S3_BUCKET=s3["S3_BUCKET"], STORAGES={"default": backend, "staticfiles": statics}):
        yield s3


@pytest.mark.django_db
def test_file_in_a_bucket_is_stored_read_checked_and_repaired_as_on_a_disk(bucket: dict[str, str]) -> None:
    content = os.urandom(300_000)
    stored = StoredFile.objects.keep(content, "image/png")
    assert stored.pk == hashlib.sha256(content).hexdigest()
    assert stored.read() == content
    assert stored.damage() == ""
    storages["default"].delete(stored.storage_name)
    assert "is not in the bucket bakeoff" in stored.damage()
    with pytest.raises(StoredFileError, match="Upload it again"):
        stored.read()
    assert StoredFile.objects.keep(content) == stored
    assert stored.read() == content


@pytest.mark.django_db
def test_unreachable_storage_server_is_one_sentence_and_may_come_back(bucket: dict[str, str], monkeypatch: Any) -> None:
    from evaluations.runner.workers import passing_fault

    storage = storages["default"]
    monkeypatch.setattr(storage, "endpoint_url", "http://127.0.0.1:9")
    monkeypatch.setattr(storage, "client_config", Config(retries={"max_attempts": 0}, connect_timeout=1))
    with pytest.raises(StorageAway) as raised:
        StoredFile.objects.keep(b"never")
    assert outage_of(raised.value) is NO_STORAGE
    assert passing_fault(raised.value).startswith("The object storage does not answer")


HOST = """
import sys, django; django.setup()
from evaluations.models import StoredFile
from django.core.management import call_command
if sys.argv[1] == "keep":
    print(StoredFile.objects.keep(b"a picture of one host", "image/png").pk)
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
    # A host that sees other files reports this when it starts.
    alone = on_host(second, shared, "-m", "scripts.process", "no-such-process")
    assert alone.returncode == 2
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
