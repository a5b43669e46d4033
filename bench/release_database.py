"""Make the database that the next release must be able to read: `python -m bench.release_database VERSION`.

It writes tests/fixtures/releases/VERSION.sqlite3.gz by the product's own commands, jobs and API: a suite, stored
answers graded by a real execute worker and regraded once, a workbook, a comment, a share link. Run it at each release.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import sys
from contextlib import closing
from io import BytesIO
from typing import Any

from bench.line import ROOT, SUITE, prepare_with_suite, wait_for_all
from bench.site_processes import own_home, started

RELEASES = ROOT / "tests" / "fixtures" / "releases"
N_ANSWERS = 30


def import_and_grade() -> None:
    """Import stored answers of a shipped suite, grade them, and regrade them as by the button."""
    from evaluations.actions.apply_bulk_change import change_run
    from evaluations.actions.import_answers import import_answers
    from evaluations.models import Run, Suite, Team
    from evaluations.models.changes import ChangeKind
    from evaluations.runner.answers import read_answers
    from evaluations.tasks import wake

    version = Suite.objects.get(team=Team.objects.default(), slug=SUITE).latest()
    assert version is not None
    answers = list(read_answers(ROOT / "suites" / SUITE / "answers.jsonl.gz", print))
    import_answers(version, answers[:N_ANSWERS], title="release")
    wake()
    wait_for_all(300)
    change_run(Run.objects.get(), ChangeKind.REGRADE, by=None)
    wake()
    wait_for_all(300)


def use_the_api() -> None:
    """Make rows that people make: a workbook, a comment, a share link."""
    import openpyxl
    from django.conf import settings
    from django.contrib.auth.models import User
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.core.management import call_command
    from django.test import Client

    from evaluations.models import ApiToken, Candidate, Membership, Run
    from evaluations.models.tokens import scopes_of

    settings.ALLOWED_HOSTS = ["*"]
    call_command("sign_in_link")
    person = User.objects.get(username="admin")
    person.set_password("correct horse battery")
    person.save()
    member = Membership.objects.get(user=person)
    _, secret = ApiToken.objects.make(member, "release", scopes_of(member), None)
    client = Client(headers={"Authorization": f"Bearer {secret}"})

    def send(path: str, body: Any, method: str = "POST") -> None:
        text = json.dumps(body)
        response = client.generic(method, f"/api/v1/{path}", text, content_type="application/json")
        assert response.status_code < 300, (path, response.content)

    book, content = openpyxl.Workbook(), BytesIO()
    assert book.active is not None
    for row in (["name", "amount"], ["ink", 3], ["paper", 500]):
        book.active.append(row)
    book.save(content)
    upload = SimpleUploadedFile("stock.xlsx", content.getvalue())
    assert client.post("/api/v1/workbooks", {"file": upload}).status_code == 201
    answer, run = Candidate.objects.order_by("pk").first(), Run.objects.get()
    assert answer is not None
    send(f"candidates/{answer.pk}/comments", {"text": "Short and right."})
    send("share-links", {"run": run.pk, "days": 30})


def main() -> int:
    """Make the database."""
    target = RELEASES / f"{sys.argv[1]}.sqlite3.gz"
    with own_home("release") as home:
        prepare_with_suite(home)
        with started(home, ("broker", "execute")):
            import_and_grade()
            use_the_api()
        compact = home / "compact.sqlite3"
        with closing(sqlite3.connect(home / "bakeoff.sqlite3", isolation_level=None)) as database:
            database.execute("DELETE FROM django_session")
            database.execute("VACUUM INTO ?", [str(compact)])
        target.parent.mkdir(parents=True, exist_ok=True)
        with gzip.GzipFile(target, "wb", mtime=0) as packed:
            packed.write(compact.read_bytes())
    print(f"{target}: {target.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
