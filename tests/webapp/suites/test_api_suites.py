"""Suites from uploaded files by API: every format, the limits, and hostile files."""

from __future__ import annotations

import gzip
import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any, get_args

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import override_settings

from evaluations.models import Suite, SuiteVersion, Task
from evaluations.runner import uploads
from evaluations.suites import benchmarks
from evaluations.workbooks.reading.subprocess_reader import Limits
from tests import factories
from tests.suites.benchmarks.test_formats import FILES, REFERENCES
from tests.webapp.api_client import Caller, body_of, caller
from webapp.suites.api import FileFormat

pytestmark = pytest.mark.django_db
STARTER = Path(settings.BASE_DIR) / "suites" / "starter"


def send(who: Caller, form: str, content: bytes, name: str = "tasks.jsonl", **kwargs: Any) -> Any:
    return who.upload("suites", file=SimpleUploadedFile(name, content), format=form, **kwargs)


def zip_of(folder: Path, *extra: tuple[str, bytes], within: str = "") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, f"{within}{path.relative_to(folder).as_posix()}")
        for name, content in extra:
            archive.writestr(name, content)
    return target.getvalue()


def test_every_format_of_the_command_is_taken() -> None:
    assert set(get_args(FileFormat)) == {"sheet", "folder", *benchmarks.FORMATS}


@pytest.mark.parametrize("form", FILES)
def test_upload_makes_what_the_command_makes(form: str) -> None:
    mia = caller()
    created = body_of(send(mia, form, FILES[form].read_bytes(), suite="theirs"), 201)
    assert (created["slug"], created["version"], created["complaints"]) == ("theirs", 1, [])
    version = SuiteVersion.objects.get(suite__slug="theirs")
    call_command("import_suite", form, str(FILES[form]), "--name", "theirs", stdout=io.StringIO(), stderr=io.StringIO())
    assert list(version.suite.versions.all()) == [version], "the command made another version of the same file"
    assert created["n_tasks"] == version.tasks.count()
    assert created["licence"] == version.suite.licence
    again = body_of(send(mia, form, gzip.compress(FILES[form].read_bytes()), "tasks.jsonl.gz", suite="theirs"), 201)
    assert again["version"] == 1


@pytest.mark.parametrize("within", ["", "my-suite/"])
def test_folder_comes_as_a_zip(within: str) -> None:
    created = body_of(send(caller(), "folder", zip_of(STARTER, within=within), "mine.zip", suite="mine"), 201)
    assert (created["slug"], created["n_tasks"]) == ("mine", len(list(STARTER.glob("*/task.toml"))))
    call_command("import_suite", "folder", str(STARTER), "--name", "mine", stdout=io.StringIO())
    assert SuiteVersion.objects.filter(suite__slug="mine").count() == 1
    excel = Task.objects.get(slug="excel-upload")
    assert excel.fixtures


def test_references_can_be_given_for_multipl_e() -> None:
    content = FILES["multipl-e"].read_bytes()
    body_of(send(caller(), "multipl-e", content, suite="without"), 201)
    other = SimpleUploadedFile("humaneval.jsonl", REFERENCES["multipl-e"].read_bytes())
    body_of(send(caller(), "multipl-e", content, suite="with-them", references=other), 201)
    having = [
        sum(bool(task.spec["reference"]) for task in Task.objects.filter(version__suite__slug=slug))
        for slug in ("without", "with-them")
    ]
    assert having[0] < having[1]
    other = SimpleUploadedFile("humaneval.jsonl", REFERENCES["multipl-e"].read_bytes())
    assert "Leave --references out" in body_of(send(caller(), "mbxp", b"{}", references=other), 422)["detail"]


def test_bad_lines_are_named_and_the_rest_is_kept() -> None:
    content = b"{\n[]\n" + FILES["mbxp"].read_bytes()
    created = body_of(send(caller(), "mbxp", content), 201)
    assert created["n_tasks"] == 2
    assert created["complaints"][0].startswith("tasks.jsonl, line 1: not JSON")
    many = body_of(send(caller(), "mbxp", b"{\n" * 300 + FILES["mbxp"].read_bytes(), suite="many"), 201)["complaints"]
    assert (len(many), many[-1]) == (101, "200 more lines were left out.")


@pytest.mark.parametrize(
    ("form", "content", "sentence"),
    [
        ("mbxp", b"", "contains no task of format mbxp"),
        ("mbxp", b"nonsense", "not JSON"),
        ("mbxp", gzip.compress(b"{}")[:-4], "cannot be read"),
        ("folder", b"nonsense", "contains no suite.toml"),
        ("folder", b"PK\x03\x04nonsense", "not a zip archive, or is damaged"),
        ("react", b"\xff\xfe\x00", "cannot be read"),
    ],
)
def test_file_that_cannot_be_used_gets_a_sentence(form: str, content: bytes, sentence: str) -> None:
    body = body_of(send(caller(), form, content), 422)
    assert sentence in body["detail"]
    assert tempfile.gettempdir() not in body["detail"]
    assert not Suite.objects.exists()


def test_task_that_is_written_wrongly_is_named_by_its_place() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        content = zip_of(STARTER, ("suite.toml", b"x"))
    assert "twice" in body_of(send(caller(), "folder", content, "x.zip", suite="x"), 422)["detail"]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("s/suite.toml", 'name = "x"\ntasks = ["add"]')
        archive.writestr("s/add/task.toml", 'kind = "magic"')
    detail = body_of(send(caller(), "folder", target.getvalue(), "x.zip"), 422)["detail"]
    assert 'kind "magic" is not one of' in detail
    assert "add/task.toml" in detail
    assert tempfile.gettempdir() not in detail


@pytest.mark.parametrize(
    "entry", ["../../outside.txt", "/etc/outside.txt", "add/fixtures/../../../outside.txt", "..\\outside.txt"]
)
def test_archive_that_climbs_out_is_refused(entry: str) -> None:
    body = body_of(send(caller(), "folder", zip_of(STARTER, (entry, b"gotcha")), "evil.zip", suite="evil"), 422)
    assert "contains a path that cannot be used" in body["detail"]
    assert not Suite.objects.exists()
    assert not list(Path(tempfile.gettempdir()).glob("**/outside.txt"))


def test_zip_bomb_is_refused_quickly_and_leaves_no_files() -> None:
    rooms = set(Path(tempfile.gettempdir()).glob("bakeoff-suite-*"))
    bomb = zip_of(STARTER, ("add/fixtures/zeros.bin", b"\0" * (300 << 20)))
    assert len(bomb) < 1 << 20
    body = body_of(send(caller(), "folder", bomb, "bomb.zip", suite="bomb"), 422)
    assert "unpacks to 300." in body["detail"]
    assert "the limit is 256 MB" in body["detail"]
    assert set(Path(tempfile.gettempdir()).glob("bakeoff-suite-*")) == rooms
    assert not Suite.objects.exists()


def test_gzip_bomb_is_ended_by_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "Limits", lambda **more: Limits(**more, cpu_s=1.0))
    bomb = gzip.compress(b"\n" * (200 << 20), compresslevel=9)
    assert len(bomb) < 1 << 20
    assert "takes too long to read" in body_of(send(caller(), "mbxp", bomb, "bomb.jsonl.gz"), 422)["detail"]


def test_file_over_the_limit_is_413() -> None:
    with override_settings(UPLOAD_MAX_MB=1):
        body = body_of(send(caller(), "mbxp", b"x" * (2 << 20)), 413)
    assert "the limit is 1 MB" in body["detail"]


def test_names_that_belong_to_others_are_refused() -> None:
    mia, content = caller(), FILES["mbxp"].read_bytes()
    assert "ships with the site" in body_of(send(mia, "mbxp", content, suite="starter"), 422)["detail"]
    Suite.objects.create(team=factories.make_team(), slug="ours", title="Ours", origin="written")
    assert "was written here" in body_of(send(mia, "mbxp", content, suite="ours"), 422)["detail"]
    assert Suite.objects.get(slug="ours").origin == "written"
    assert send(mia, "mbxp", content, suite="two words").status_code == 422
    assert send(mia, "nope", content).status_code == 422
    assert caller("viewer").upload("suites", file=SimpleUploadedFile("a", content), format="mbxp").status_code == 403


def test_sheet_and_its_template_are_still_imported_and_exported() -> None:
    mia = caller()
    template = mia.get("suites/from-sheet/template")
    assert openpyxl.load_workbook(io.BytesIO(template.content)).sheetnames[0] == "Tasks"
    created = body_of(send(mia, "sheet", template.content, "tasks.xlsx", title="Ours"), 201)
    assert (created["slug"], created["n_tasks"], created["licence"]) == ("ours", 1, "")
    assert json.loads(send(mia, "sheet", b"nonsense", "tasks.xlsx").content)["status"] == 422
