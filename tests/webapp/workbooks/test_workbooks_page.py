"""Workbooks: upload, content, expected data, results of models, and deletion."""

from __future__ import annotations

import hashlib
import html
import io
import re
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.timezone import now
from msoffcrypto.format.ooxml import OOXMLFile
from pytest_django import DjangoCaptureOnCommitCallbacks

from evaluations.actions.remove_deleted import remove_deleted
from evaluations.models import Candidate, Deletion, Grading, Membership, Run, StoredFile, Suite, Team, Workbook
from evaluations.records import Sampling
from evaluations.stored_json import StoredExtraction
from tests.webapp.page_text import html_of
from tests.webapp.rows_for_pages import make_model, make_person, make_suite, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Client:
    return sign_in(make_person("mia"))


def workbook_bytes(rows: int = 3) -> bytes:
    """Two sheets: foo and bar with numbers, and a note."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Sales"
    sheet.append(["foo", "bar"])
    for n in range(rows):
        sheet.append([n, n * 1.5])
    book.create_sheet("Notes")["A1"] = "<script>alert(1)</script>"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def encrypted_bytes() -> bytes:
    """The same workbook behind a password."""
    stream = io.BytesIO()
    file = OOXMLFile(io.BytesIO(workbook_bytes()))
    file.encrypt("secret", stream)
    return stream.getvalue()


def docx_bytes() -> bytes:
    """A small Word document."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
    return stream.getvalue()


def upload(client: Client, name: str = "sales.xlsx", content: bytes | None = None, **headers: str) -> Any:
    file = SimpleUploadedFile(name, workbook_bytes() if content is None else content)
    return client.post("/workbooks/", {"file": file}, headers=headers)


def test_anonymous_is_sent_to_sign_in(client: Client) -> None:
    assert upload(client)["Location"].startswith("/sign-in/")
    assert client.get("/workbooks/1/")["Location"].startswith("/sign-in/")
    assert not Workbook.objects.exists()


def test_good_workbook_is_kept_and_shown(member: Client) -> None:
    response = upload(member)
    workbook = Workbook.objects.get()
    assert response["Location"] == f"/workbooks/{workbook.pk}/"
    text = html_of(member.get(response["Location"]))
    for part in ("sales.xlsx", "Sales", "Notes", "foo", "bar", "number", "1.5"):
        assert part in text, part


def test_cells_are_hostile_text(member: Client) -> None:
    upload(member)
    text = html_of(member.get(f"/workbooks/{Workbook.objects.get().pk}/?sheet=1"))
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("letter.xlsx", docx_bytes, "Word document"),
        ("empty.xlsx", bytes, "empty"),
        ("locked.xlsx", encrypted_bytes, "password"),
        ("cut.xlsx", lambda: workbook_bytes()[:900], "damaged"),
        ("photo.xlsx", lambda: b"\x89PNG\r\n\x1a\n" + b"x" * 99, "PNG"),
    ],
)
def test_each_bad_file_gets_its_own_sentence(
    member: Client, name: str, content: Callable[[], bytes], says: str
) -> None:
    page = upload(member, name, content())
    assert page.status_code == 422
    assert says in html.unescape(html_of(page))
    assert name in html.unescape(html_of(page))
    answer = upload(member, name, content(), accept="application/json")
    assert answer.status_code == 422
    assert says in answer.json()["error"]
    assert not Workbook.objects.exists()
    assert not StoredFile.objects.exists()


def test_too_large_file_names_the_limit(member: Client, settings: Any) -> None:
    settings.UPLOAD_MAX_MB = 0
    assert "the limit is 0 MB" in upload(member, accept="application/json").json()["error"]


def test_no_file_chosen_says_so(member: Client) -> None:
    response = member.post("/workbooks/", {})
    assert response.status_code == 422
    assert "No file was chosen" in html_of(response)


def test_same_bytes_are_stored_once(member: Client) -> None:
    content = workbook_bytes()
    upload(member, content=content)
    again = upload(member, content=content, accept="application/json").json()
    upload(member, "copy.xlsx", content)
    assert StoredFile.objects.count() == 1
    assert list(Workbook.objects.order_by("pk").values_list("name", flat=True)) == ["sales.xlsx", "copy.xlsx"]
    assert again["id"] == Workbook.objects.order_by("pk")[0].pk


@pytest.mark.parametrize("limit", [10, 10**6])
def test_upload_is_kept_whole_from_memory_and_from_the_file_it_came_in(
    member: Client, settings: Any, limit: int
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = limit
    content = "".join(["foo,bar\n", *(f"{n},{n}\n" for n in range(2000))]).encode()
    assert upload(member, "large.csv", content).status_code == 302
    row = Workbook.objects.get()
    assert (row.file.read(), row.file.size_bytes) == (content, len(content))
    assert (row.file_id, row.upload_check["n_rows"]) == (hashlib.sha256(content).hexdigest(), 2001)


def test_file_names_lose_folders_and_control_characters(member: Client) -> None:
    upload(member, "..\\..\\a\u202e\nb.xlsx")
    assert Workbook.objects.get().name == "ab.xlsx"


def test_outsider_gets_404_on_every_address(member: Client) -> None:
    upload(member)
    pk = Workbook.objects.get().pk
    other = Team.objects.create(name="Other", slug="other")
    outsider = sign_in(make_person("olaf", other, Membership.Role.ADMIN))
    assert "sales.xlsx" not in html_of(outsider.get("/workbooks/"))
    for address in ("", "rows/", "file/", "export/1/", "delete/"):
        assert outsider.get(f"/workbooks/{pk}/{address}").status_code == 404, address
    assert outsider.post(f"/workbooks/{pk}/delete/").status_code == 404
    assert outsider.post(f"/workbooks/{pk}/expected/").status_code == 404
    assert outsider.get(f"/prompt/?workbook={pk}").status_code == 404
    assert outsider.get(f"/prompt/wording/?workbook={pk}").status_code == 404
    assert Workbook.objects.exists()


def test_viewer_may_look_but_not_upload_or_delete(member: Client) -> None:
    upload(member)
    pk = Workbook.objects.get().pk
    viewer = sign_in(make_person("vic", role=Membership.Role.VIEWER))
    assert viewer.get(f"/workbooks/{pk}/").status_code == 200
    assert upload(viewer, "b.xlsx").status_code == 403
    assert viewer.post(f"/workbooks/{pk}/delete/").status_code == 403
    assert viewer.post(f"/workbooks/{pk}/expected/").status_code == 403


def test_generating_a_parser_prefills_the_prompt_and_runs_on_the_same_file(member: Client, woken: list[int]) -> None:
    upload(member)
    workbook, model = Workbook.objects.get(), make_model(context_tokens=32768)
    form = member.get(f"/prompt/?workbook={workbook.pk}").context["form"]
    assert form["kind"].value() == "excel"
    prompt = form["prompt"].value()
    assert "foo" in prompt
    assert "bar" in prompt
    data = {
        "prompt": prompt,
        "kind": "excel",
        "language": "tsx",
        "strategy": "plain",
        "workbook": workbook.pk,
        "models": [model.pk],
        "n_samples": "1",
        "temperature": "0",
        "max_tokens": "900",
    }
    assert member.post("/prompt/", data).status_code == 302
    task = Run.objects.get().suite_version.tasks.get()
    spec = task.to_spec()
    assert task.workbook == workbook
    assert spec.fixtures == {"sales.xlsx": workbook.file.read()}
    assert spec.truth == workbook.truth


def test_workbook_uploaded_on_the_prompt_page_survives_a_failed_submission(member: Client) -> None:
    data = {"prompt": "Parse it", "kind": "excel", "excel_file": SimpleUploadedFile("new.xlsx", workbook_bytes())}
    response = member.post("/prompt/", data)
    assert response.status_code == 422
    workbook = Workbook.objects.get(name="new.xlsx")
    assert f'value="{workbook.pk}" selected' in html_of(response)


def test_bad_workbook_on_the_prompt_page_is_named_beside_the_field(member: Client) -> None:
    data = {"prompt": "Parse it", "kind": "excel", "excel_file": SimpleUploadedFile("letter.xlsx", docx_bytes())}
    response = member.post("/prompt/", data)
    assert "Word document" in html.unescape(html_of(response))
    assert response.context["form"].errors["excel_file"]


def derived_rows(member: Client) -> tuple[Workbook, Run]:
    """A workbook with a prompt, its run, an answer and a screenshot."""
    upload(member)
    workbook = Workbook.objects.get()
    version = make_suite(slug="from-it", n_tasks=1, origin=Suite.Origin.PROMPT)
    version.tasks.update(workbook=workbook, fixtures={"sales.xlsx": workbook.file_id})
    run = Run.objects.start(version, [make_model()], Sampling(), team=Team.objects.default(), title="r")
    picture = StoredFile.objects.store(b"png")
    Grading.objects.create(
        candidate=run.candidates.get(),
        extraction=StoredExtraction(),
        verdict="failed",
        score=0,
        screenshot=picture,
        extractor_version="1",
        harness_version="1",
        grader_version="1",
    )
    return workbook, run


def test_delete_asks_first_and_takes_everything_derived(
    member: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    workbook, _ = derived_rows(member)
    is_stored = default_storage.exists(workbook.file.storage_name)
    assert is_stored
    question = html_of(member.get(f"/workbooks/{workbook.pk}/delete/"))
    assert "1 answer made for it" in question
    assert "Runs that will be deleted" in question
    pieces = f"/workbooks/{workbook.pk}/cells/?sheet=0&piece=0"
    assert member.get(pieces).status_code == 200
    assert Workbook.objects.exists()
    member.post(f"/workbooks/{workbook.pk}/delete/")
    assert member.get(pieces).status_code == 404
    assert not Run.objects.filter(team=Team.objects.default()).exists()
    Deletion.objects.update(created_at=now() - timedelta(days=31))
    with django_capture_on_commit_callbacks(execute=True):
        remove_deleted()
    for rows in (Workbook, Run, Candidate, Grading, StoredFile, Suite, Deletion):
        assert not rows.objects.exists(), rows
    assert not default_storage.exists(workbook.file.storage_name)


def test_a_workbook_is_deleted_at_one_place_and_undo_brings_it_back(member: Client) -> None:
    workbook, _ = derived_rows(member)
    address = f"/workbooks/{workbook.pk}/"
    page = html_of(member.get(address))
    assert page.count("Delete") == 1
    assert re.search(rf'href="{address}delete/"\s*>Delete the workbook …</a>', page)
    deleted = html_of(member.post(f"{address}delete/", follow=True))
    undo = re.search(r'<form method="post" action="(/deleted/\d+/restore/)">.*?</form>', deleted, re.DOTALL)
    assert undo
    assert "Undo" in undo[0]
    assert 'name="undo"' in undo[0]
    assert member.get(address).status_code == 404
    back = member.post(undo[1], {"undo": "1"}, follow=True)
    assert back.redirect_chain == [(address, 302)]
    assert f"“{workbook.name}” is restored." in html_of(back)


def test_delete_keeps_what_others_need(
    member: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    upload(member)
    workbook = Workbook.objects.get()
    version = make_suite(slug="written", n_tasks=1)
    version.tasks.update(workbook=workbook, fixtures={"sales.xlsx": workbook.file_id})
    run = Run.objects.start(version, [make_model()], Sampling(), team=Team.objects.default(), title="r")
    with django_capture_on_commit_callbacks(execute=True):
        member.post(f"/workbooks/{workbook.pk}/delete/")
        Deletion.objects.update(created_at=now() - timedelta(days=31))
        remove_deleted()
    assert not Workbook.objects.exists()
    assert Run.objects.filter(pk=run.pk).exists()
    assert version.tasks.get().to_spec().fixtures["sales.xlsx"]
