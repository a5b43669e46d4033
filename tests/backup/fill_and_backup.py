"""Fill an installation, and back it up while rows are written in pairs. Runs as a process of its own."""

from __future__ import annotations

import sys
import threading

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from evaluations.models import StoredFile, Suite, Team  # noqa: E402
from evaluations.records import Verdict  # noqa: E402
from tests.factories import finish_run, make_model, make_person, make_run, make_suite  # noqa: E402

stop, begun = threading.Event(), threading.Event()


def write_pairs() -> None:
    n = 0
    while not stop.is_set():
        with transaction.atomic():
            team = Team.objects.create(name=f"pair {n}", slug=f"pair-{n}")
            Suite.objects.create(team=team, slug="pair", title="pair")
        n += 1
        if n == 3:
            begun.set()
    connection.close()


call_command("migrate", verbosity=0)
make_person("ada", password="correct horse battery")
run = make_run(make_suite(), [make_model()])
finish_run(run, [Verdict.PASSED, Verdict.FAILED])
for content in (b"one file", b"x" * 300_000, b""):
    StoredFile.objects.store(content)
writer = threading.Thread(target=write_pairs)
writer.start()
begun.wait(30)
call_command("backup", sys.argv[1])
stop.set()
writer.join(30)
print("pairs at the end:", Team.objects.filter(slug__startswith="pair-").count())
