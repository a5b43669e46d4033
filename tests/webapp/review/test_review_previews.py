"""A pair's running answers in Chromium: files, widths, themes, and an answer that never ends."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from evaluations.models import Grading, Vote
from tests.webapp.review_browser import open_as, previews, upload
from tests.webapp.review_rows import MODELS, make_campaign, make_run, person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not (Path(settings.BASE_DIR) / "static/vendor/preview.js").exists(), reason="no browser bundles: make setup"
    ),
]


def test_next_pair_is_shown_at_once_with_its_previews_running(page: Page, live_server: Any) -> None:
    campaign = make_campaign(make_run(n_tasks=3, source=upload))
    open_as(page, person("ada"), live_server, f"/review/{campaign.pk}/vote/")
    for _ in range(4):
        waiting = page.locator(".pair.is-waiting iframe")
        expect(waiting).to_have_count(2)
        for side in (0, 1):
            expect(waiting.nth(side).content_frame.locator("#root p")).to_have_text(re.compile("got nothing yet"))
        page.keyboard.press("0")
        expect(page.locator("[data-revealed]")).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.locator("[data-revealed]")).to_have_count(0)
    page.wait_for_function("performance.getEntriesByName('pair-shown').length === 4")
    shown = page.evaluate("performance.getEntriesByName('pair-shown').map((entry) => entry.duration)")
    assert max(shown) <= 200, shown


def test_file_is_dropped_into_both_and_reset_takes_it_out(page: Page, live_server: Any) -> None:
    campaign = make_campaign(make_run(n_tasks=1, source=upload, fixtures={"sales.xlsx": b"PK not really"}))
    open_as(page, person("ada"), live_server, f"/review/{campaign.pk}/vote/")
    text = [previews(page).nth(side).content_frame.locator("#root p") for side in (0, 1)]
    for place in text:
        expect(place).to_contain_text("got nothing yet")
    page.keyboard.press("d")
    for place in text:
        expect(place).to_contain_text("got sales.xlsx")
    page.keyboard.press("x")
    for place in text:
        expect(place).to_contain_text("got nothing yet")


def test_widths_are_equal_and_true_to_their_number(page: Page, live_server: Any) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    campaign = make_campaign(make_run(n_tasks=1, source=upload))
    open_as(page, person("ada"), live_server, f"/review/{campaign.pk}/vote/")
    for width in (390, 768, 1280):
        page.get_by_role("button", name=str(width), exact=True).first.click()
        page.keyboard.press("x")
        boxes = []
        for side in (0, 1):
            expect(previews(page).nth(side).content_frame.locator("#root p")).to_contain_text(f"width {width}")
            boxes.append(previews(page).nth(side).bounding_box())
        assert boxes[0]["width"] == pytest.approx(boxes[1]["width"], abs=1)
        assert boxes[0]["height"] == pytest.approx(boxes[1]["height"], abs=1)


def test_an_answer_that_never_ends_is_not_started_by_itself(page: Page, live_server: Any) -> None:
    """Frames share a process, often with the page around them, so one endless loop would stop all of them."""

    def endless(label: str) -> str:
        loop = "while (true);" if "codellama" in label else ""
        return f"export default function A() {{ {loop} return <p>{len(label)}</p>; }}"

    campaign = make_campaign(make_run(n_tasks=2, models=MODELS[:2], source=endless), repeat_share=0)
    Grading.objects.filter(candidate__model__name="codellama:7b").update(verdict="timeout")
    open_as(page, person("ada"), live_server, f"/review/{campaign.pk}/vote/")
    for n in range(2):
        pair = page.locator(".pair:not(.is-waiting)")
        frames = [pair.locator("iframe").nth(side).content_frame.locator("body") for side in (0, 1)]
        for frame in frames:
            expect(frame).not_to_be_empty()
        texts = " ".join(frame.inner_text() for frame in frames)
        assert texts.count("Start it") == 1
        page.keyboard.press("1")
        expect(pair.locator("[data-revealed]")).to_be_visible()
        assert Vote.objects.counted().count() == n + 1
        page.keyboard.press("Enter")
    expect(page.get_by_text("you have voted on 2")).to_be_visible()


def test_dark_is_what_the_answers_see(page: Page, live_server: Any) -> None:
    def themed(label: str) -> str:
        return f"""import React, {{ useEffect, useState }} from 'react';
          const query = matchMedia("(prefers-color-scheme: dark)");
          export default function A() {{
            const [dark, setDark] = useState(query.matches);
            useEffect(() => query.addEventListener("change", (event) => setDark(event.matches)), []);
            return <><style>{{`p {{ color: black }} @media screen and (prefers-color-scheme: dark) {{
              p {{ color: #fafafa }} }}`}}</style><p>{{dark ? "dark" : "light"}} {len(label)}</p></>; }}"""

    campaign = make_campaign(make_run(n_tasks=1, source=themed))
    page.emulate_media(color_scheme="light")
    open_as(page, person("ada"), live_server, f"/review/{campaign.pk}/vote/")
    expect(previews(page).first.content_frame.locator("#root p")).to_contain_text("light")
    inside = previews(page).first.content_frame
    colour = "getComputedStyle(document.querySelector('#root p')).color"
    assert inside.locator("#root p").evaluate(f"() => {colour}") == "rgb(0, 0, 0)"
    page.keyboard.press("t")
    expect(inside.locator("#root p")).to_contain_text("dark")  # it listens, so it gets the message without a reload
    assert inside.locator("#root p").evaluate(f"() => {colour}") == "rgb(250, 250, 250)"
    page.keyboard.press("x")
    expect(inside.locator("#root p")).to_contain_text("dark")
    page.keyboard.press("1")
    expect(page.locator("[data-revealed]")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("[data-revealed]")).to_have_count(0)
    expect(inside.locator("#root p")).to_contain_text("dark")  # the next pair, which was loaded in advance
    page.keyboard.press("t")
    expect(inside.locator("#root p")).to_contain_text("light")
    assert inside.locator("#root p").evaluate(f"() => {colour}") == "rgb(0, 0, 0)"
