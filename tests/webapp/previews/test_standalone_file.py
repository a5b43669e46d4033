"""An answer as one HTML file: it runs in a browser without the site, and is as isolated as a preview."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from evaluations.models import Candidate
from evaluations.records import Verdict
from tests import factories
from tests.webapp.runs.test_gallery_browser import finish, make_prompt_run
from tests.webapp.site.test_pages_browser import is_built

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not is_built(), reason="The preview bundle is not built: make setup"),
]
APP = """import { Camera } from "lucide-react"; import Papa from "papaparse"; import { useState } from "react";
export default function App() {
  const [n, setN] = useState(0);
  return <button className="bg-[rgb(1,2,3)] px-8" onClick={() => setN(n + 1)}>
    <Camera aria-label="camera" />{"</script><!--<script>"} {Papa.parse("a,b").data[0][1]} {n}</button>;
}
"""
ASKS = """export default function App() {
  const frame = document.createElement("iframe");
  frame.srcdoc = "<body><script>parent.postMessage('inline code ran', '*')</" + "script></body>";
  addEventListener("message", (event) => { document.title = String(event.data); });
  document.body.append(frame);
  frame.onload = async () => {
    const said = [typeof RTCPeerConnection, await fetch("https://example.org/").then(() => "sent", () => "refused")];
    document.getElementById("said").textContent = said.join(" ");
  };
  return <p id="said">asking</p>;
}
"""


@pytest.fixture
def mia() -> User:
    return factories.make_person("mia")


def answer(code: str) -> Candidate:
    run = make_prompt_run(1)
    candidate = run.candidates.get()
    finish(candidate, Verdict.UNCHECKED, code)
    return candidate


def saved(client: Client, candidate: Candidate, folder: Path) -> Path:
    response = client.get(f"/candidates/{candidate.pk}/app/")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["Content-Security-Policy"].startswith(
        "sandbox allow-scripts allow-forms; default-src 'none'; script-src 'sha256-"
    )
    path = folder / "app.html"
    path.write_bytes(response.content)
    return path


def test_file_runs_by_itself_with_its_libraries(page: Page, client: Client, mia: User, tmp_path: Path) -> None:
    client.force_login(mia)
    page.goto(saved(client, answer(APP), tmp_path).as_uri())
    button = page.get_by_role("button")
    expect(button).to_contain_text("</script><!--<script> b 0")
    button.click()
    expect(button).to_contain_text("b 1")
    expect(button).to_have_css("padding-left", "32px")
    expect(page.get_by_label("camera")).to_be_visible()


def test_standalone_file_makes_no_requests_and_its_frames_run_only_the_answer(
    browser: Browser, client: Client, mia: User, tmp_path: Path
) -> None:
    client.force_login(mia)
    page = browser.new_page()  # refused requests are logged to the console, and the page fixture would fail
    page.goto(saved(client, answer(ASKS), tmp_path).as_uri())
    expect(page.locator("#said")).to_have_text("undefined refused")
    assert page.title() != "inline code ran"
    page.close()


def test_answer_without_code_has_no_file(client: Client, mia: User) -> None:
    client.force_login(mia)
    run = make_prompt_run(1)
    factories.finish(run.candidates.get(), Verdict.NO_CODE)
    assert client.get(f"/candidates/{run.candidates.get().pk}/app/").status_code == 404


def test_answer_page_has_tools_neighbours_and_wrap(
    page: Page, enter: Callable[..., str], mia: User, tmp_path: Path
) -> None:
    run = make_prompt_run(2)
    first, second = run.candidates.order_by("pk")
    finish(first, Verdict.UNCHECKED, APP)
    finish(second, Verdict.UNCHECKED, APP)
    page.goto(f"{enter(page, mia)}/candidates/{first.pk}/")
    expect(page.frame_locator("[data-preview] iframe").get_by_role("button")).to_be_visible()
    page.get_by_role("button", name="390").click()
    expect(page.locator("[data-preview]")).to_have_attribute("data-width", "390")
    page.get_by_role("button", name="full window").click()
    expect(page.locator(".gallery-card")).to_have_class("gallery-card is-full")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="wrap").click()
    expect(page.locator("pre.code")).to_have_css("white-space", "pre-wrap")
    page.keyboard.press("n")
    page.wait_for_url(f"**/candidates/{second.pk}/")
    page.keyboard.press("p")
    page.wait_for_url(f"**/candidates/{first.pk}/")
