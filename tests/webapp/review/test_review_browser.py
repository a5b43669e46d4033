"""Two reviewers in Chromium, by keyboard only: live previews, the vote, and the data received before it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from playwright.sync_api import Browser, Page, Response, Route, expect

from evaluations.models import Membership, StarRating, Vote
from tests.webapp.review.test_review_vote import TELLING
from tests.webapp.review_browser import open_as, previews, read, upload
from tests.webapp.review_rows import make_campaign, make_run, person
from tests.webapp.rows_for_pages import sign_in
from webapp.site.outages import DISK_FULL, page_of

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not (Path(settings.BASE_DIR) / "static/vendor/preview.js").exists(), reason="no browser bundles: make setup"
    ),
]


def test_no_response_to_the_browser_before_the_vote_contains_a_model_name(page: Page, live_server: Any) -> None:
    campaign = make_campaign(make_run(n_tasks=2, source=upload, fixtures={"sales.xlsx": b"PK not really"}))
    got: list[Response] = []
    page.on("response", lambda response: got.append(response))
    open_as(page, person("ada"), live_server, f"/review/{campaign.pk}/vote/")
    for side in (0, 1):
        expect(previews(page).nth(side).content_frame.get_by_text("got nothing yet")).to_be_visible()
    expect(page.locator(".pair.is-waiting")).to_have_count(1)
    for view in ("Code", "Diff", "Screenshot", "Console", "Preview"):
        page.get_by_role("button", name=view, exact=True).first.click()
    page.wait_for_load_state("networkidle")
    texts = [read(response) for response in got]
    assert sum(f"/review/{campaign.pk}/" in text.split("\n", 1)[0] for text in texts) >= 6
    for text in [*texts, page.content(), *(frame.content() for frame in page.frames)]:
        match = TELLING.search(text)
        assert match is None, f"…{text[max(0, match.start() - 100) : match.end() + 40]}…"
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert TELLING.search(stored) is None, stored
    page.keyboard.press("1")
    expect(page.get_by_text("Your vote: A better")).to_be_visible()
    assert TELLING.search(page.content())


def test_two_reviewers_vote_the_queue_empty_by_keyboard(browser: Browser, live_server: Any) -> None:
    campaign = make_campaign(make_run(n_tasks=3, source=upload), votes_per_pair=2, repeat_share=0)
    pages = []
    for name in ("ada", "bob"):
        page = browser.new_context().new_page()
        open_as(page, person(name), live_server, f"/review/{campaign.pk}/vote/")
        pages.append(page)
    for n in range(9):
        for page in pages:
            expect(page.get_by_text(f"pair {n + 1} of 9")).to_be_visible()
            if n:
                expect(page.locator(".pair:not(.is-waiting) [data-vote]")).to_be_visible()
            page.keyboard.press("l")
            page.keyboard.press("120-"[n % 4])
            expect(page.locator("[data-revealed]")).to_be_visible()
            if n < 8:
                expect(page.locator(".pair.is-waiting")).to_have_count(1)
            page.keyboard.press("Enter")
    for page in pages:
        expect(page.get_by_text("you have voted on 9")).to_be_visible()
    votes = Vote.objects.counted()
    assert set(Counter(votes.values_list("pair", flat=True)).values()) == {2}
    assert Counter(votes.values_list("reviewer__username", "choice")) == Counter(
        {
            (name, choice): n
            for name in ("ada", "bob")
            for choice, n in (("left", 3), ("right", 2), ("tie", 2), ("both_bad", 2))
        }
    )
    assert all(reasons == ["looks"] for reasons in votes.values_list("reasons", flat=True))
    for page in pages:
        page.context.close()


def test_undo_and_note_by_keyboard_and_a_key_kept_pressed_is_one_vote(page: Page, live_server: Any) -> None:
    campaign = make_campaign(make_run(n_tasks=2, source=upload))
    open_as(page, person("ada"), live_server, f"/review/{campaign.pk}/vote/")
    page.keyboard.press("n")
    page.keyboard.type("1 2 0 is no vote in here")
    page.keyboard.press("Enter")
    assert not Vote.objects.counted().exists()
    page.keyboard.down("2")
    page.keyboard.down("2")
    page.keyboard.up("2")
    expect(page.get_by_text("Your vote: B better")).to_be_visible()
    vote = Vote.objects.counted().get()
    assert vote.note == "1 2 0 is no vote in here"
    with page.expect_navigation():
        page.keyboard.press("u")
    assert not Vote.objects.counted().exists()
    expect(page.locator("[data-vote]").first).to_be_visible()


def test_several_are_ranked_by_keyboard_and_undone(page: Page, live_server: Any) -> None:
    campaign = make_campaign(make_run(n_tasks=2, source=upload, fixtures={"sales.xlsx": b"PK not really"}))
    open_as(page, person("ada"), live_server, f"/review/{campaign.pk}/rank/")
    expect(page.locator(".pair iframe")).to_have_count(3)
    text = [page.locator(".pair iframe").nth(n).content_frame.locator("#root p") for n in range(3)]
    for place in text:
        expect(place).to_contain_text("got nothing yet")
    page.keyboard.press("d")
    for place in text:
        expect(place).to_contain_text("got sales.xlsx")
    page.keyboard.press("2")
    expect(page.locator(".rank-place.is-marked legend")).to_have_text("B")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("1")  # places C; B has no place yet
    expect(page.locator(".rank-place.is-marked legend")).to_have_text("B")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    expect(page.locator("[data-revealed]")).to_be_visible()
    assert Counter(Vote.objects.counted().values_list("choice", flat=True))["tie"] == 1
    page.keyboard.press("u")
    expect(page.locator("[data-order]")).to_be_visible()
    assert not Vote.objects.counted().exists()


def test_answers_are_rated_one_by_one_by_keyboard(page: Page, live_server: Any) -> None:
    campaign = make_campaign(make_run(n_tasks=1, source=upload))
    open_as(page, person("ada"), live_server, f"/review/{campaign.pk}/single/")
    for n in range(3):
        expect(page.get_by_text(f"answer {n + 1} of 3")).to_be_visible()
        page.keyboard.press("b")
        page.keyboard.press("n")
        page.keyboard.type("5 is no rating in here")
        page.keyboard.press("Escape")
        page.keyboard.press(str(n + 2))
        expect(page.get_by_text(f"Your rating: {n + 2} of 5")).to_be_visible()
        page.keyboard.press("Enter")
    expect(page.get_by_text("you have rated 3")).to_be_visible()
    rows = StarRating.objects.order_by("pk").values_list("stars", "reasons", "note")
    assert list(rows) == [(n, ["robust"], "5 is no rating in here") for n in (2, 3, 4)]


def test_keys_are_listed_by_the_question_mark(page: Page, live_server: Any) -> None:
    campaign = make_campaign(make_run(n_tasks=4))
    ada = person("ada")
    for path, words in (("vote", "A better, B better"), ("rank", "store the order"), ("single", "excellent")):
        open_as(page, ada, live_server, f"/review/{campaign.pk}/{path}/")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keys")).to_contain_text(words)
        page.keyboard.press("Escape")
        assert not Vote.objects.counted().exists()


def answer_posts(route: Route, response: HttpResponse) -> None:
    """Answer POST requests instead of the site. Other requests go to the site."""
    if route.request.method == "POST":
        route.fulfill(status=response.status_code, body=response.content, content_type="text/html")
    else:
        route.continue_()


def test_broken_connection_keeps_the_vote_on_the_page(browser: Browser, live_server: Any) -> None:
    page = browser.new_context().new_page()  # the browser logs the failed request as an error
    campaign = make_campaign(make_run(n_tasks=1))
    open_as(page, person("ada"), live_server, f"/review/{campaign.pk}/vote/")
    page.context.set_offline(True)
    page.keyboard.press("c")
    page.keyboard.press("1")
    expect(page.get_by_role("alert")).to_contain_text("Your vote is not stored")
    expect(page.get_by_role("checkbox", name="correct").first).to_be_checked()
    expect(page.get_by_role("alert")).to_contain_text("Check the connection and vote again.")
    page.context.set_offline(False)
    full = page_of(DISK_FULL)
    page.route("**/*", lambda route: answer_posts(route, full))
    page.keyboard.press("1")
    expect(page.get_by_role("alert")).to_contain_text("Your vote is not stored: The disk is full")
    expect(page.get_by_role("alert")).not_to_contain_text("connection")
    page.unroute("**/*")
    page.keyboard.press("1")
    expect(page.get_by_text("Your vote: A better")).to_be_visible()
    page.context.close()


def test_page_works_without_javascript_and_at_390_pixels(browser: Browser, live_server: Any) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    campaign = make_campaign(make_run(n_tasks=1))
    ada = person("ada", Membership.Role.REVIEWER)
    value = sign_in(ada).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}])
    for n in range(3):
        page.goto(f"{live_server.url}/review/{campaign.pk}/vote/")
        page.get_by_role("button", name="B better").click()
        expect(page.get_by_text("Your vote: B better")).to_be_visible()
        assert Vote.objects.counted().count() == n + 1
    page.get_by_role("link", name="Next pair").click()
    expect(page.get_by_text("No pair is left for you")).to_be_visible()
    context.close()
