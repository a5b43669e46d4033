"""Stored files when the disk is full, when a write is cut off, and when bytes are lost later."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client

from evaluations.errors import StoredFileError
from evaluations.execution_records import OnVerdict, Report
from evaluations.models import State, StoredFile, Workbook
from evaluations.records import Verdict
from evaluations.runner.execution import process_queue
from evaluations.runner.workers import Liveness
from scripts import disk
from tests import factories
from tests.webapp.api_client import body_of, caller
from tests.webapp.rows_for_pages import make_person, sign_in
from tests.webapp.workbooks.test_workbooks_page import upload, workbook_bytes

CONTENT = b"twenty bytes of text"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings: object, tmp_path: Path) -> Path:
    """A new folder for stored files."""
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    return tmp_path / "files"


@pytest.fixture
def member() -> Client:
    return sign_in(make_person("mia"))


def fill_the_disk(monkeypatch: pytest.MonkeyPatch, number: int = errno.ENOSPC) -> None:
    """Let a file be written, and fail when it is flushed, as a full disk may do."""

    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("os.fsync", refuse)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_full_disk_leaves_no_file_and_the_next_write_is_whole(
    files: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    with monkeypatch.context() as full:
        fill_the_disk(full, number)
        with pytest.raises(OSError, match=r"space|quota"):
            StoredFile.objects.store(CONTENT)
    assert not [path for path in files.rglob("*") if path.is_file()]
    assert StoredFile.objects.store(CONTENT).read() == CONTENT


@pytest.mark.parametrize("on_disk", [b"", CONTENT[:7], b"x" * len(CONTENT), None])
@pytest.mark.parametrize("has_row", [True, False])
def test_bytes_on_disk_are_used_only_when_their_digest_is_right(on_disk: bytes | None, *, has_row: bool) -> None:
    stored = StoredFile.objects.store(CONTENT)
    path = Path(stored.path())
    if on_disk is None:
        path.unlink()
    else:
        path.write_bytes(on_disk)
    with pytest.raises(StoredFileError, match=stored.pk[:12]):
        stored.read()
    if not has_row:
        stored.delete()
    assert StoredFile.objects.store(CONTENT).read() == CONTENT
    assert StoredFile.objects.count() == 1


class Passing:
    """A sandbox in which every answer passes."""

    def execute(self, case: object, *, on_verdict: OnVerdict = None) -> Report:
        return Report(id="", verdict=Verdict.PASSED, checks=())


@pytest.mark.django_db(transaction=True)
def test_damaged_fixture_is_unscored_and_never_failed(monkeypatch: pytest.MonkeyPatch, broker: str) -> None:
    monkeypatch.setattr("evaluations.runner.execution.BACK_OFF_S", 0)
    version = factories.make_suite([factories.make_spec("read", fixtures={"sales.csv": CONTENT})])
    run = factories.make_run(version, [factories.make_model()])
    candidate = run.candidates.get()
    factories.answer(candidate, factories.COMPONENT)
    run.candidates.update(state=State.EXECUTING)
    Path(StoredFile.objects.get().path()).write_bytes(b"")
    for _ in range(3):
        process_queue(Passing(), Liveness("execute"), n_threads=1, call_for_help=lambda: None)
    candidate.refresh_from_db()
    assert (candidate.state, candidate.verdict) == (State.DONE, Verdict.UNSCORED)
    assert "has 0 of 20 bytes" in candidate.cause
    assert "upload" in candidate.cause.lower()


def test_doctor_lists_damaged_files_and_a_new_upload_heals(member: Client, capsys: pytest.CaptureFixture[str]) -> None:
    content = workbook_bytes()
    upload(member, content=content)
    workbook = Workbook.objects.get()
    call_command("doctor", "--files")
    assert "1 stored files" in capsys.readouterr().out
    Path(workbook.file.path()).write_bytes(b"")
    with pytest.raises(SystemExit):
        call_command("doctor", "--files")
    shown = capsys.readouterr().out
    assert workbook.file_id[:12] in shown
    assert "sales.xlsx" in shown
    upload(member, content=content)
    call_command("doctor", "--files")
    assert Workbook.objects.count() == 1


def test_damaged_file_is_not_handed_out(member: Client) -> None:
    upload(member)
    workbook = Workbook.objects.get()
    Path(workbook.file.path()).unlink()
    response = member.get(f"/workbooks/{workbook.pk}/file/")
    assert response.status_code == 500
    assert "is not on the disk" in response.content.decode()


@pytest.mark.parametrize("error", ["write", "database"])
def test_full_disk_is_reported_by_page_and_api(member: Client, monkeypatch: pytest.MonkeyPatch, error: str) -> None:
    api = caller()
    if error == "write":
        fill_the_disk(monkeypatch)
    else:

        def refuse(*_: object, **__: object) -> None:
            raise OperationalError("database or disk is full")

        monkeypatch.setattr("webapp.workbooks.upload.Workbook.objects.create", refuse)
    response = upload(member)
    assert response.status_code == 507
    assert "The disk is full" in response.content.decode()
    file = SimpleUploadedFile("sales.xlsx", workbook_bytes(4))
    answer = body_of(api.upload("workbooks", file=file), 507)
    assert "The disk is full" in answer["detail"]


@pytest.mark.parametrize("error", ["write", "database"])
def test_read_only_disk_is_reported_by_page_and_api(
    member: Client, monkeypatch: pytest.MonkeyPatch, settings: object, error: str
) -> None:
    api = caller()
    if error == "write":
        fill_the_disk(monkeypatch, errno.EROFS)
    else:
        settings.SQLITE_FILE = Path("/home/of/the/site/bakeoff.sqlite3")  # type: ignore[attr-defined]
        monkeypatch.setattr("scripts.disk.look_at", lambda folder: disk.READ_ONLY)

        def refuse(*_: object, **__: object) -> None:
            raise OperationalError("attempt to write a readonly database")

        monkeypatch.setattr("webapp.workbooks.upload.Workbook.objects.create", refuse)
    response = upload(member)
    assert response.status_code == 507
    assert "The disk is mounted read-only" in response.content.decode()
    file = SimpleUploadedFile("sales.xlsx", workbook_bytes(4))
    answer = body_of(api.upload("workbooks", file=file), 507)
    assert "The disk is mounted read-only" in answer["detail"]
    assert "writable" in answer["hint"]


def test_full_disk_before_a_view_is_reported_too(member: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large upload is written to the disk while the CSRF check reads the form."""
    member.raise_request_exception = False

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("django.middleware.csrf.CsrfViewMiddleware.process_view", refuse)
    assert "The disk is full" in member.get("/workbooks/").content.decode()
