"""An S3-compatible object storage for tests: SeaweedFS from a wheel, with one bucket."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from tests import processes
from tests.environment import free_ports

WEED = Path(sys.executable).with_name("weed")
KEYS = {"S3_ACCESS_KEY": "bakeoff", "S3_SECRET_KEY": "the secret of the bucket"}
STATICS = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


@contextmanager
def object_storage(folder: Path, address: str = "127.0.0.1") -> Iterator[dict[str, str]]:
    """Start SeaweedFS at this address of the machine. Yield the settings that name its bucket."""
    identities = folder / "s3.json"
    credentials = [{"accessKey": KEYS["S3_ACCESS_KEY"], "secretKey": KEYS["S3_SECRET_KEY"]}]
    actions = ["Admin", "Read", "Write", "List", "Tagging"]
    identities.write_text(json.dumps({"identities": [{"name": "b", "credentials": credentials, "actions": actions}]}))
    master, master_grpc, volume, volume_grpc, filer, filer_grpc, port, grpc = free_ports(8)
    command = [str(WEED), "server", f"-dir={folder}", f"-ip={address}", f"-ip.bind={address}", "-s3"]
    # Two servers beside each other would want the same ports for what is not needed here.
    command += ["-s3.port.iceberg=0", "-s3.port.lance=0"]
    command += [f"-s3.port={port}", f"-s3.port.grpc={grpc}", f"-s3.config={identities}", "-volume.max=8"]
    command += [f"-master.port={master}", f"-master.port.grpc={master_grpc}", "-master.volumeSizeLimitMB=64"]
    command += [f"-volume.port={volume}", f"-volume.port.grpc={volume_grpc}"]
    command += [f"-filer.port={filer}", f"-filer.port.grpc={filer_grpc}"]
    settings = {"S3_BUCKET": "bakeoff", "S3_ENDPOINT": f"http://{address}:{port}", **KEYS}
    with processes.running(command, folder / "weed.log"):
        client = client_of(settings)

        def has_bucket() -> bool:
            try:
                client.create_bucket(Bucket="bakeoff")
                client.put_object(Bucket="bakeoff", Key="probe", Body=b"x")
            except Exception:
                return False
            return True

        processes.wait_until(has_bucket, deadline_s=60, interval_s=0.3)
        yield settings


def client_of(settings: dict[str, str]) -> Any:
    """Return a client of the storage, beside the site's own."""
    return boto3.client(
        "s3",
        endpoint_url=settings["S3_ENDPOINT"],
        aws_access_key_id=KEYS["S3_ACCESS_KEY"],
        aws_secret_access_key=KEYS["S3_SECRET_KEY"],
        region_name="us-east-1",
        config=Config(retries={"max_attempts": 1}, connect_timeout=2, read_timeout=10),
    )


def storages_in(settings: dict[str, str]) -> dict[str, Any]:
    """Return Django's STORAGES with the site's files in the bucket."""
    options = {
        "bucket_name": settings["S3_BUCKET"],
        "endpoint_url": settings["S3_ENDPOINT"],
        "access_key": settings["S3_ACCESS_KEY"],
        "secret_key": settings["S3_SECRET_KEY"],
        "region_name": "us-east-1",
        "addressing_style": "path",
    }
    backend = {"BACKEND": "evaluations.models.object_storage.ObjectStorage", "OPTIONS": options}
    return {"default": backend, "staticfiles": STATICS}
