"""Workbook pages in Chromium: a long sheet that scrolls, the running demo, own words above a layout."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.contrib.auth.models import User
from playwright.sync_api import FilePayload, Page, expect

from evaluations import workbooks
from evaluations.models import Candidate, Grading, Run, StoredFile, Suite, Team, Workbook
from evaluations.records import Sampling, storable
from evaluations.stored_json import StoredExtraction
from tests.webapp.rows_for_pages import make_model, make_person, make_suite

pytestmark = pytest.mark.django_db(transaction=True)
Enter = Callable[..., str]
N_ROWS = 30_000
COMPONENT = """import * as XLSX from "xlsx";
export default function Upload({ onData }) {
  const change = async (e) => {
    const book = XLSX.read(await e.target.files[0].arrayBuffer());
    onData(XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]]));
  };
  return <label>File <input type="file" onChange={change} /></label>;
}
"""


@pytest.fixture
def mia() -> User:
    return make_person("mia")


def keep_workbook(name: str, content: bytes) -> Workbook:
    """Store a workbook as an upload does."""
    admission = workbooks.admit(name, content)
    return Workbook.objects.create(
        team=Team.objects.default(),
        file=StoredFile.objects.store(content),
        name=name,
        format=admission.check.format,
        upload_check={**storable(admission.check), "n_rows": admission.preview.sheets[0].n_rows},
        preview=storable(admission.preview),
        truth=storable(admission.expected_data or {}),
    )


@pytest.fixture(scope="module")
def long_csv() -> bytes:
    return "".join(["n,name\n", *(f"{n},name {n}\n" for n in range(2, N_ROWS + 1))]).encode()


def test_long_sheet_scrolls_with_only_the_rows_in_sight(page: Page, enter: Enter, mia: User, long_csv: bytes) -> None:
    row = keep_workbook("long.csv", long_csv)
    page.goto(f"{enter(page, mia)}/workbooks/{row.pk}/")
    wrap = page.locator(".sheet-wrap")
    expect(wrap.get_by_text("name 5", exact=True)).to_be_visible()
    wrap.evaluate("wrap => { wrap.scrollTop = wrap.scrollHeight; }")
    expect(wrap.get_by_text(f"name {N_ROWS}", exact=True)).to_be_visible(timeout=20_000)  # the file is being read
    assert wrap.locator("tr").count() < 120
    assert wrap.evaluate("wrap => wrap.scrollHeight") == pytest.approx(N_ROWS * 25, abs=200)
    page.get_by_label("Go to row").fill("12345")
    page.get_by_role("button", name="Go", exact=True).click()
    expect(wrap.get_by_text("name 12345", exact=True)).to_be_visible()
    expect(page.locator("[data-rows-shown]")).to_contain_text("rows 12,345–")
    at = (
        "wrap => { const at = wrap.getBoundingClientRect(); return document.elementFromPoint(at.left + 20, at.top + 60)"
    )
    assert wrap.evaluate(f"{at}.textContent }}") in ("12345", "12346")
    assert wrap.evaluate("wrap => wrap.scrollTop") == 12344 * 25
    assert page.url.endswith(f"/workbooks/{row.pk}/")


def test_all_columns_of_a_wide_sheet_are_ticked_at_once(page: Page, enter: Enter, mia: User) -> None:
    names = [f"c{n}" for n in range(12)]
    row = keep_workbook("wide.csv", "\n".join([",".join(names), *(",".join(["7"] * 12),) * 3]).encode())
    page.goto(f"{enter(page, mia)}/workbooks/{row.pk}/")
    ticked = page.locator('[name="columns"]:checked')
    expect(ticked).to_have_count(12)
    page.get_by_role("button", name="Tick none").click()
    expect(ticked).to_have_count(0)
    page.get_by_role("button", name="Tick all").click()
    expect(ticked).to_have_count(12)


def test_long_sheet_is_paged_without_javascript(browser: Any, enter: Enter, mia: User, long_csv: bytes) -> None:
    context = browser.new_context(java_script_enabled=False)
    row = keep_workbook("long.csv", long_csv)
    page = context.new_page()
    page.goto(f"{enter(context, mia)}/workbooks/{row.pk}/?sheet=0&row=20001")
    expect(page.get_by_text("name 20001", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name="next rows")).to_be_visible()
    context.close()


def test_demo_reads_the_file_automatically_and_shows_the_result(page: Page, enter: Enter, mia: User) -> None:
    if not Path(settings.BASE_DIR, "static/vendor/preview.js").exists():
        pytest.skip("The preview is not built; build it with: node scripts/build-bundles.mjs")
    book = openpyxl.Workbook()
    assert book.active is not None
    for line in (["foo", "bar"], [17, 42.5]):
        book.active.append(line)
    stream = io.BytesIO()
    book.save(stream)
    row = keep_workbook("sales.xlsx", stream.getvalue())
    version = make_suite(slug="on-file", n_tasks=1, origin=Suite.Origin.PROMPT)
    version.tasks.update(workbook=row, kind="excel", fixtures={"sales.xlsx": row.file_id})
    run = Run.objects.start(version, [make_model()], Sampling(), team=row.team, title="r")
    candidate = run.candidates.get()
    Candidate.objects.filter(pk=candidate.pk).update(state="done", verdict="passed", score=1.0)
    Grading.objects.create(
        candidate=candidate,
        verdict="passed",
        score=1,
        extractor_version="1",
        harness_version="1",
        grader_version="1",
        extraction=StoredExtraction(files={"answer.tsx": COMPONENT}, entry="answer.tsx"),
    )
    page.goto(f"{enter(page, mia)}/workbooks/{row.pk}/demo/")
    assert page.url.endswith(f"/workbooks/{row.pk}/demo/{candidate.pk}/")
    frame = page.frame_locator("#demo-frame")
    expect(frame.get_by_text('onData([{"foo":17,"bar":42.5}])')).to_be_visible()
    expect(page.locator("pre.demo-code")).to_contain_text("sheet_to_json")
    page.get_by_role("button", name="Give it sales.xlsx").click()
    expect(frame.locator("#log .call")).to_have_count(2)


def test_several_files_are_sent_with_progress_refused_by_name_and_listed(page: Page, enter: Enter, mia: User) -> None:
    page.goto(f"{enter(page, mia)}/workbooks/")
    page.on("dialog", lambda dialog: dialog.accept())
    good: list[FilePayload] = [{"name": f"{n}.csv", "mimeType": "text/csv", "buffer": b"foo,bar\n1,2\n"} for n in "ab"]
    page.get_by_label("Choose a workbook").set_input_files(good)
    expect(page.get_by_role("link", name="b.csv: 1 sheet, 2 rows")).to_be_visible()
    expect(page.locator("table.workbook-list tbody tr")).to_have_count(2)
    expect(page.get_by_role("heading", name="2 workbooks")).to_be_visible()
    page.get_by_role("link", name="Compare models on these 2 files").click()
    expect(page.get_by_role("heading", name="2 workbooks × 0 models")).to_be_visible()


def test_an_upload_can_be_cancelled(page: Page, enter: Enter, mia: User) -> None:
    page.goto(f"{enter(page, mia)}/workbooks/")
    page.route("**/workbooks/", lambda route: None if route.request.method == "POST" else route.continue_())
    files: Any = [{"name": f"{n}.csv", "mimeType": "text/csv", "buffer": b"foo\n1\n"} for n in "abc"]
    page.get_by_label("Choose a workbook").set_input_files(files)
    expect(page.locator(".upload-answers")).to_contain_text("a.csv")
    expect(page.locator(".upload-answers")).to_contain_text("(1 of 3)")
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".upload-answers")).to_have_text("Cancelled: 3 files were not kept.")
    expect(page.get_by_role("button", name="Cancel")).to_be_hidden()
    assert not Workbook.objects.exists()


def test_files_can_be_dropped(page: Page, enter: Enter, mia: User) -> None:
    page.goto(f"{enter(page, mia)}/workbooks/")
    data = page.evaluate_handle(
        "() => { const data = new DataTransfer();"
        " data.items.add(new File(['foo,bar\\n1,2\\n'], 'dropped.csv')); return data; }"
    )
    page.dispatch_event("#upload-form", "dragover", {"dataTransfer": data})
    expect(page.locator("#upload-form")).to_have_class("drop-zone is-over")
    page.dispatch_event("#upload-form", "drop", {"dataTransfer": data})
    expect(page.get_by_role("heading", name="dropped.csv")).to_be_visible()


def test_merged_cells_and_formulas_are_marked_in_a_long_sheet(page: Page, enter: Enter, mia: User) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["n", "double"])
    for n in range(2, 301):
        book.active.append([n, f"=A{n}*2"])
    book.active.merge_cells("A3:B4")
    stream = io.BytesIO()
    book.save(stream)
    row = keep_workbook("long.xlsx", stream.getvalue())
    page.goto(f"{enter(page, mia)}/workbooks/{row.pk}/")
    expect(page.get_by_text("297 formulas have no stored value")).to_be_visible()
    wrap = page.locator(".sheet-wrap")
    expect(wrap.locator("td.is-merged")).to_have_count(4)
    expect(wrap.locator("td.is-merged").first).to_have_attribute("title", "merged A3:B4")
    wrap.evaluate("wrap => { wrap.scrollTop = wrap.scrollHeight; }")
    expect(wrap.get_by_text("300", exact=True).first).to_be_visible()
    wrap.evaluate("wrap => { wrap.scrollTop = 0; }")
    expect(wrap.locator("td.is-merged")).to_have_count(4)


def test_own_words_are_kept_above_the_layout_of_the_workbook(page: Page, enter: Enter, mia: User) -> None:
    row = keep_workbook("a.csv", b"foo,bar\n1,2\n")
    make_model()
    page.goto(f"{enter(page, mia)}/prompt/?workbook={row.pk}")
    box = page.get_by_label("What should it do?")
    box.fill("Sum up foo by bar.")
    for _ in range(2):  # a second time changes nothing
        page.get_by_role("button", name="own words + layout").click()
        expect(box).to_have_value(
            "Sum up foo by bar.\n\nThe workbook: a csv file, one sheet, headers in row 1.\n\n"
            "| column | header | values |\n"
            "| --- | --- | --- |\n| A | foo | number |\n| B | bar | number |\n\nThe first 1 row of data:\n\n"
            "| foo | bar |\n| --- | --- |\n| 1 | 2 |"
        )
    expect(page.get_by_label("Kind")).to_have_value("excel")


def test_own_words_are_restored_after_another_wording(page: Page, enter: Enter, mia: User) -> None:
    row = keep_workbook("a.csv", b"foo,bar\n1,2\n")
    make_model()
    page.goto(f"{enter(page, mia)}/prompt/?workbook={row.pk}")
    box, layout = page.get_by_label("What should it do?"), page.get_by_role("button", name="own words + layout")
    layout.click()
    expect(box).to_have_value(re.compile("^The workbook: a csv file"))
    box.fill("Sum up foo by bar.")
    page.get_by_role("button", name="exact contract").click()
    expect(box).to_have_value(re.compile("^Write a React component"))
    expect(page.locator("#upload-answer")).to_contain_text("Your own words are kept")
    layout.click()
    expect(box).to_have_value(re.compile("^Sum up foo by bar[.]\n\nThe workbook:"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_on_workbook_pages(page: Page, enter: Enter, mia: User, scheme: Any) -> None:
    axe = Path(settings.BASE_DIR, "node_modules/axe-core/axe.min.js")
    marks = Path(settings.BASE_DIR, "tests/fixtures/marks/marks.xlsx")
    row = keep_workbook("marks.xlsx", marks.read_bytes())
    page.emulate_media(color_scheme=scheme)
    base = enter(page, mia)
    for address in ("", f"{row.pk}/?sheet=1", f"{row.pk}/delete/", f"matrix/?w={row.pk}"):
        page.goto(f"{base}/workbooks/{address}")
        page.evaluate(axe.read_text())
        report = page.evaluate("axe.run(document, {resultTypes: ['violations'], iframes: false})")["violations"]
        assert not [(v["id"], v["nodes"][0]["target"]) for v in report if v["impact"] in ("serious", "critical")], (
            address
        )
