"""Unfinished files of killed processes: doctor counts them, and clean-up removes old ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from evaluations import tasks
from evaluations.models import StoredFile
from evaluations.models.disk_storage import LEFTOVER_AGE_S, leftovers
from tests.processes import ROOT

WRITER = """
import os, sys
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "webapp.settings"
django.setup()
from evaluations.models.disk_storage import DiskStorage
class Content:
    def chunks(self):
        yield b"half of it"
        os.kill(os.getpid(), 9)
DiskStorage(location=sys.argv[1])._save("ab/" + "ab" * 32, Content())
"""


@pytest.mark.django_db
def test_a_killed_writer_leaves_a_file_that_is_counted_and_removed_later(
    capsys: pytest.CaptureFixture[str],
) -> None:
    media = Path(settings.MEDIA_ROOT)
    killed = subprocess.run([sys.executable, "-c", WRITER, str(media)], cwd=ROOT, check=False)
    assert killed.returncode == -9
    [left] = leftovers(media, age_s=0)
    kept = StoredFile.objects.store(b"whole")
    assert leftovers(media) == []
    tasks.remove_leftovers()
    assert left.exists(), "it may still be written"
    old = time.time() - LEFTOVER_AGE_S - 60
    os.utime(left, (old, old))
    os.utime(kept.path(), (old, old))
    capsys.readouterr()
    call_command("doctor", "--json", "--files")
    parts = {part["name"]: part for part in json.loads(capsys.readouterr().out)}
    assert parts["Unfinished files"]["found"].startswith("1, of them 1 ")
    tasks.remove_leftovers()
    assert leftovers(media, age_s=0) == []
    assert kept.read() == b"whole"
