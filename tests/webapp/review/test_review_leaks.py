"""Nothing that a reviewer's browser receives before the vote shows which model wrote which answer."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Browser, Page, Response, expect

from evaluations.execution_records import Case
from evaluations.models import Candidate, Grading, Vote
from evaluations.records import Checks
from evaluations.sandbox import Sandbox
from tests.webapp.review.test_review_vote import TELLING, signed_in
from tests.webapp.review_browser import read, upload
from tests.webapp.review_rows import MODELS, make_campaign, make_run, person

pytestmark = pytest.mark.django_db(transaction=True)
MAY_BE_IN_A_PNG = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"sRGB", b"gAMA", b"pHYs", b"cHRM", b"sBIT"}
needs_bundles = pytest.mark.skipif(
    not (Path(settings.BASE_DIR) / "static/vendor/preview.js").exists(), reason="no browser bundles: make setup"
)


def chunks(png: bytes) -> Iterator[bytes]:
    """Return the names of a PNG's chunks."""
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8]
        at += 12 + length


@needs_bundles
@pytest.mark.parametrize("way", ["vote", "rank", "single"])
def test_responses_before_the_vote_reveal_no_name(browser: Browser, enter: Callable[..., str], way: str) -> None:
    campaign = make_campaign(make_run(n_tasks=2, source=upload, fixtures={"sales.xlsx": b"PK not really"}))
    context = browser.new_context()
    page: Page = context.new_page()
    got: list[Response] = []
    frames: list[Any] = []
    page.on("response", lambda response: got.append(response))
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: frames.append(frame)))
    site = enter(context, person("ada"))
    page.goto(f"{site}/")  # the list, with the site's WebSocket
    expect(page.locator("body")).to_have_attribute("data-socket", "open")
    texts = [read(response) for response in got]
    requested = list(got)
    got.clear()
    page.goto(f"{site}/review/{campaign.pk}/{way}/")
    for view in ("Code", "Screenshot", "Console", "Preview"):
        page.get_by_role("button", name=view, exact=True).first.click()
    page.wait_for_load_state("networkidle")
    timing = page.evaluate(
        "JSON.stringify(performance.getEntries().map((entry) => [entry.name, entry.entryType, entry.serverTiming]))"
    )
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie, history.state])")
    texts += [read(response) for response in got if response.status != 302]
    texts += [page.content(), timing, stored, *map(str, frames)]
    assert sum(f"/review/{campaign.pk}/" in response.url for response in got) >= 3
    assert frames
    candidates = set(Candidate.objects.values_list("pk", flat=True))
    for text in texts:
        match = TELLING.search(text)
        assert match is None, f"…{text[max(0, match.start() - 100) : match.end() + 40]}…"
    for response in [*requested, *got]:
        names = {name.lower() for name in response.all_headers()}
        assert not names & {"server-timing", "etag", "last-modified", "x-candidate"} or "/static/" in response.url
        parts = response.url.removeprefix(site).split("?")[0].strip("/").split("/")
        assert not candidates & {int(part) for part in parts[2:] if part.isdecimal()}, response.url
    context.close()


def test_both_sides_get_the_same_queries_headers_and_status() -> None:
    """No query, header or status differs. Only the code differs, which reviewers are meant to see."""
    campaign = make_campaign()
    client = signed_in(person("ada"))
    client.get(f"/review/{campaign.pk}/vote/")
    vote = Vote.objects.earliest("pk")
    n_queries = []
    for side in "ab":
        for path in (f"{side}/", f"{side}/screenshot/"):
            with CaptureQueriesContext(connection) as queries:
                client.get(f"/review/{campaign.pk}/{vote.token}/{path}")
            n_queries.append(len(queries))
    assert n_queries[:2] == n_queries[2:]


def test_pictures_that_may_show_a_name_are_withheld_on_both_sides() -> None:
    run = make_run(n_tasks=1, models=MODELS[:2])
    grading = Grading.objects.get(candidate__model__name=MODELS[1])
    client = signed_in(person("ada"))
    campaign = make_campaign(run)
    client.get(f"/review/{campaign.pk}/vote/")
    base = f"/review/{campaign.pk}/{Vote.objects.get(is_repeat=False).token}/"
    assert client.get(f"{base}a/screenshot/").status_code == 200
    files = {"answer.tsx": "export default () => <p>I am CodeLlama</p>;"}
    for change in (
        {"extraction": grading.extraction | {"files": files}},
        {"reports": [{"aria": '- text "codellama:7b"'}]},
    ):
        Grading.objects.filter(pk=grading.pk).update(
            **{"extraction": grading.extraction, "reports": grading.reports} | change
        )
        for side in "ab":
            assert client.get(f"{base}{side}/screenshot/").status_code == 404
        page = client.get(base).content.decode()
        assert page.count("Hidden, because the picture may show") == 2
        assert "/screenshot/" not in page


def test_names_that_occur_only_in_comments_do_not_hide_the_picture() -> None:
    campaign = make_campaign()  # its answers begin with “// Written by …”
    client = signed_in(person("ada"))
    assert client.get(f"/review/{campaign.pk}/vote/").content.decode().count("/screenshot/") == 2


def test_screenshots_contain_only_pixels(sandbox: Sandbox) -> None:
    source = "import React from 'react';\nexport default () => <p>Hello</p>;"
    check = (
        "import { render } from '@testing-library/react'; import A from './answer'; test('a', () => { render(<A />) });"
    )
    case = Case(
        id="a",
        lane="page",
        entry="answer.tsx",
        wants_screenshot=True,
        files={"answer.tsx": source},
        checks=Checks(path="a.test.tsx", source=check),
    )
    report = sandbox.execute(case)
    assert report.screenshot
    assert set(chunks(report.screenshot)) <= MAY_BE_IN_A_PNG
