"""Pages in Chromium with a real ASGI server, broker and WebSockets: live parts, keys, small screens, no JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from evaluations import events
from evaluations.models import Candidate, LanguageModel, Run, SignInLink, State
from evaluations.records import Verdict
from tests import factories
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
Enter = Callable[..., str]
V = Verdict
WITHIN_MS = 5000


@pytest.fixture
def mia() -> User:
    return factories.make_person("mia")


@pytest.fixture
def run() -> Run:
    """A run of two models and two tasks, of which half is done."""
    new_run = factories.make_run(factories.make_suite(), [factories.make_model("a/x"), factories.make_model("a/y")])
    for candidate in new_run.candidates.filter(model__name="x"):
        factories.finish(candidate, V.PASSED)
    return new_run


COLLECT_NEW = """() => {
  window.fresh = new Set();
  new MutationObserver(() => document.querySelectorAll(".matrix .is-new").forEach(({ id }) => window.fresh.add(id)))
    .observe(document.body, { subtree: true, childList: true, attributes: true });
}"""


def is_built() -> bool:
    return Path(settings.BASE_DIR, "static/vendor/preview.js").exists()


def test_one_time_link_signs_in_when_it_is_opened(page: Page, site: str, mia: User) -> None:
    page.goto(f"{site}/sign-in/{SignInLink.make(mia)}/")
    page.wait_for_url(f"{site}/")
    expect(page.get_by_text("Which local model writes browser code")).to_be_visible()


def test_verdict_comes_to_an_open_run_page_by_itself(page: Page, enter: Enter, mia: User, run: Run) -> None:
    site = enter(page, mia)
    page.goto(f"{site}/runs/{run.pk}/")
    expect(page.locator("body")).to_have_attribute("data-socket", "open")
    candidate = run.candidates.filter(model__name="y").first()
    assert candidate
    glyph = page.locator(f"#c{candidate.pk}")
    expect(glyph).to_have_class("verdict v-queued")
    page.evaluate(COLLECT_NEW)
    factories.finish(candidate, V.FAILED)
    events.run_changed(run.pk, run.team_id)
    expect(glyph).to_have_class(re.compile(r"\bv-failed\b"), timeout=WITHIN_MS)
    page.wait_for_function("window.fresh.size > 0")
    assert page.evaluate("[...window.fresh]") == [f"c{candidate.pk}"]  # only this one fades in
    expect(page.locator("#run-status")).to_contain_text("3/4")


def test_marks_show_verdicts_before_the_part_of_the_page_has_come(
    page: Page, enter: Enter, mia: User, run: Run
) -> None:
    site = enter(page, mia)
    page.goto(f"{site}/runs/{run.pk}/")
    expect(page.locator("body")).to_have_attribute("data-socket", "open")
    page.wait_for_load_state("networkidle")
    page.route("**/*part=live*", lambda route: None)  # it never arrives
    verdicts = dict(zip([row.pk for row in run.candidates.filter(model__name="y")], ("failed", "flaky"), strict=True))
    for candidate, verdict in verdicts.items():  # the second one comes in the pause after the first
        events.run_changed(run.pk, run.team_id, {candidate: verdict})
    for candidate, verdict in verdicts.items():
        mark = page.locator(f"#c{candidate}")
        expect(mark).to_have_class(re.compile(rf"\bv-{verdict}\b"), timeout=WITHIN_MS)
        expect(mark.locator(".visually-hidden")).to_have_text(f"sample 1: {verdict}")


def test_verdict_is_shown_before_it_is_stored_and_stays_until_then(
    page: Page, enter: Enter, mia: User, run: Run
) -> None:
    page.clock.install()
    site = enter(page, mia)
    page.goto(f"{site}/runs/{run.pk}/")
    expect(page.locator("body")).to_have_attribute("data-socket", "open")
    first, second = run.candidates.filter(model__name="y").order_by("pk")
    run.candidates.filter(model__name="y").update(state=State.EXECUTING)
    events.run_changed(run.pk, run.team_id)
    mark, other = page.locator(f"#c{first.pk}"), page.locator(f"#c{second.pk}")
    expect(mark).to_have_class(re.compile(r"\bv-executing\b"), timeout=WITHIN_MS)
    events.verdict_known(run.pk, first.pk, "failed")
    expect(mark).to_have_class(re.compile(r"\bv-failed\b"), timeout=WITHIN_MS)
    factories.finish(second, V.PASSED)  # its part of the page was made before the first verdict was stored
    events.run_changed(run.pk, run.team_id)
    page.clock.run_for(1000)
    expect(other).to_have_class(re.compile(r"\bv-passed\b"), timeout=WITHIN_MS)
    expect(page.locator("#run-status")).to_contain_text("3/4")
    expect(mark).to_have_class(re.compile(r"\bv-failed\b"))
    page.clock.run_for(6000)  # the worker ended before it stored the verdict: the row counts again
    events.run_changed(run.pk, run.team_id)
    page.clock.run_for(1000)
    expect(mark).to_have_class(re.compile(r"\bv-executing\b"), timeout=WITHIN_MS)


def test_change_between_opening_a_socket_and_joining_its_group_is_shown(
    page: Page, enter: Enter, mia: User, run: Run
) -> None:
    late: list[Callable[[], None]] = []

    def hold_back(socket: WebSocketRoute) -> None:
        """Keep the server's messages until the test lets them through."""
        server = socket.connect_to_server()
        server.on_message(lambda text: late.append(lambda: socket.send(text)))

    page.route_web_socket(re.compile("/ws/runs/"), hold_back)
    site = enter(page, mia)
    page.goto(f"{site}/runs/{run.pk}/")
    page.wait_for_load_state("networkidle")
    assert page.locator("body").get_attribute("data-socket") != "open"
    for candidate in run.candidates.filter(model__name="y"):
        factories.finish(candidate, V.FAILED)  # the socket has not joined the group: no message comes
    for send in late:
        send()
    expect(page.locator("body")).to_have_attribute("data-socket", "open")
    expect(page.locator("#run-status")).to_contain_text("4/4", timeout=WITHIN_MS)


def test_text_of_an_answer_streams_into_its_pane(page: Page, enter: Enter, mia: User, run: Run) -> None:
    candidate = run.candidates.filter(model__name="y").first()
    assert candidate
    Candidate.objects.filter(pk=candidate.pk).update(state=State.GENERATING)
    events.store_partial_answer(candidate.pk, "Here 🙂 ")
    site = enter(page, mia)
    page.goto(f"{site}/runs/{run.pk}/")
    pane = page.locator(f"#text-{candidate.pk}")
    expect(pane).to_have_text("Here 🙂 ")
    expect(page.locator("body")).to_have_attribute("data-socket", "open")
    events.candidate_text(run.pk, candidate.pk, 7, "is <b>")
    expect(pane).to_have_text("Here 🙂 is <b>", timeout=WITHIN_MS)
    events.candidate_text(run.pk, candidate.pk, 10, "<b>bold</b>")  # a part is sent twice, but not shown twice
    expect(pane).to_have_text("Here 🙂 is <b>bold</b>", timeout=WITHIN_MS)


def test_dashboard_follows_a_run_and_pausing_works(page: Page, enter: Enter, mia: User, run: Run) -> None:
    site = enter(page, mia)
    page.goto(site)
    expect(page.locator("body")).to_have_attribute("data-socket", "open")
    expect(page.locator(".run-row")).to_contain_text("2/4")
    for candidate in run.candidates.filter(model__name="y"):
        factories.finish(candidate, V.FAILED)
    events.run_changed(run.pk, run.team_id)
    expect(page.locator(".run-row")).to_contain_text("4/4", timeout=WITHIN_MS)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("Paused. Current answers are finished")).to_be_visible()
    run.refresh_from_db()
    assert run.state == "paused"


OPEN_SOCKET = """path => new Promise(done => {
  const socket = new WebSocket(path.replace("http", "ws"));
  socket.onclose = event => done(event.code);
  socket.onmessage = event => done(event.data);
})"""


def test_sockets_are_closed_to_outsiders_and_anonymous_visitors(
    page: Page, enter: Enter, site: str, mia: User, run: Run
) -> None:
    page.goto(f"{site}/sign-in/")
    for path in ("/ws/site/", f"/ws/runs/{run.pk}/"):
        assert page.evaluate(OPEN_SOCKET, site + path) == 4401
    enter(page, factories.make_person("otto", factories.make_team("Other")))
    assert page.evaluate(OPEN_SOCKET, f"{site}/ws/runs/{run.pk}/") == 4404
    assert page.evaluate(OPEN_SOCKET, f"{site}/ws/runs/999/") == 4404
    assert "joined" in page.evaluate(OPEN_SOCKET, f"{site}/ws/site/")
    enter(page, factories.make_person("rita", role="reviewer"))
    assert page.evaluate(OPEN_SOCKET, f"{site}/ws/runs/{run.pk}/") == 4404
    enter(page, mia)
    assert "joined" in page.evaluate(OPEN_SOCKET, f"{site}/ws/runs/{run.pk}/")


def test_outsider_gets_no_messages_of_another_team(page: Page, enter: Enter, run: Run) -> None:
    other = factories.make_team("Other")
    site = enter(page, factories.make_person("otto", other))
    page.goto(site)
    page.evaluate(
        """url => new Promise(done => {
      window.heard = []; const socket = new WebSocket(url);
      socket.onmessage = event => { window.heard.push(JSON.parse(event.data)); done(); };
    })""",
        site.replace("http", "ws") + "/ws/site/",
    )
    events.run_changed(run.pk, run.team_id)
    events.candidate_text(run.pk, 1, 0, "secret")
    events.run_changed(12345, other.pk)
    wait_until(lambda: len(page.evaluate("window.heard")) >= 2)
    assert [message.get("run") for message in page.evaluate("window.heard")] == [None, 12345]


@pytest.mark.skipif(not is_built(), reason="static/vendor/preview.js is not built: make setup")
def test_answer_in_the_preview_cannot_reach_the_page_or_the_network(
    browser: Browser, enter: Enter, mia: User, run: Run
) -> None:
    context = browser.new_context()  # blocked requests are logged, and the page fixture would fail
    site = enter(context, mia)
    page = context.new_page()
    candidate = run.candidates.filter(model__name="x").first()
    assert candidate
    requests: list[str] = []
    page.goto(f"{site}/candidates/{candidate.pk}/")
    frame = page.frame_locator("[data-preview] iframe")
    frame.get_by_role("button", name="clicked 0 times").click()
    expect(frame.get_by_role("button", name="clicked 1 times")).to_be_visible()
    inner = next(f for f in page.frames if "/preview/" in f.url)
    page.on("request", lambda request: requests.append(request.url))
    attempts: dict[str, Any] = {
        "origin": "self.origin",
        "cookie": "(() => { try { return document.cookie } catch (e) { return e.name } })()",
        "parent": "(() => { try { return parent.document.title } catch (e) { return e.name } })()",
        "storage": "(() => { try { return localStorage.length } catch (e) { return e.name } })()",
        "fetch": "fetch('/').then(r => r.status, e => e.name)",
        "image": "new Promise(d => { const i = new Image(); i.onerror = () => d('no'); i.onload = () => d('yes');"
        " i.src = '/static/icon.svg' })",
    }
    got = {name: inner.evaluate(script) for name, script in attempts.items()}
    assert got == {
        "origin": "null",
        "cookie": "",  # kept in the frame's memory, like the storage
        "parent": "SecurityError",
        "storage": 0,
        "fetch": "TypeError",
        "image": "no",
    }
    inner.evaluate("void window.open('http://127.0.0.1:1/?stolen')")
    inner.evaluate("void (location.href = 'http://127.0.0.1:1/?stolen')")
    page.evaluate("fetch('/patterns/').then(answer => answer.text())")  # requested later, so it is seen later
    assert [url for url in requests if url.endswith("/patterns/")]
    assert not [url for url in requests if "stolen" in url]
    context.close()


def test_keys_go_search_walk_and_open(page: Page, enter: Enter, mia: User, run: Run) -> None:
    site = enter(page, mia)
    page.goto(site)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("r")
    page.wait_for_url(f"{site}/runs/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/runs/{run.pk}/")
    page.keyboard.press("j")  # the row of all models has no link, so this is the first task
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{site}/runs/{run.pk}/tasks/*/")
    second = page.url
    with page.expect_navigation():  # a key before its end would cancel it
        page.keyboard.press("p")
    assert page.url != second
    page.keyboard.press("Escape")
    page.wait_for_url(f"{site}/runs/{run.pk}/")
    page.keyboard.press("/")
    page.keyboard.type("g r?")
    expect(page.get_by_role("searchbox", name="Search")).to_have_value("g r?")


def every_page(run: Run) -> list[str]:
    candidate, task = run.candidates.first(), run.suite_version.tasks.first()
    assert candidate
    assert task
    return [
        "/",
        "/runs/",
        f"/runs/{run.pk}/",
        f"/runs/{run.pk}/tasks/{task.pk}/",
        "/candidates/",
        f"/candidates/{candidate.pk}/",
        f"/compare/?run={run.pk}",
        "/people/",
        "/people/password/",
        "/patterns/",
        "/search/?q=starter",
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_390_pixels(page: Page, enter: Enter, mia: User, scheme: Any) -> None:
    models = [factories.make_model(f"stored/a-model-with-a-long-name-{n}-instruct-q4_K_M") for n in range(20)]
    run = factories.make_run(factories.make_suite(), models)
    for candidate in run.candidates.all()[:4]:
        factories.finish(candidate, V.PASSED)
    site = enter(page, mia)
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme=scheme)
    for address in every_page(run):
        page.goto(site + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
        assert page.locator("main h1").count() == 1, address


def test_every_page_works_without_javascript(browser: Browser, enter: Enter, site: str, mia: User, run: Run) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/sign-in/{SignInLink.make(mia)}/")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{site}/")
    for address in every_page(run):
        response = page.goto(site + address)
        assert response
        assert response.status == 200, address
    page.goto(f"{site}/runs/{run.pk}/")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Resume")).to_be_visible()
    page.get_by_role("link", name="all pass").click()
    expect(page.locator(".matrix tbody tr")).to_have_count(3)
    page.locator("tbody th a").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("add")
    page.goto(f"{site}{every_page(run)[5]}")
    page.locator("summary", has_text="Provenance").click()
    expect(page.get_by_text("sha256:ab")).to_be_visible()
    context.close()


def test_loaded_models_are_counted_in_the_head(page: Page, enter: Enter, mia: User, run: Run) -> None:
    LanguageModel.objects.filter(name="x").update(is_loaded=True)
    page.goto(enter(page, mia))
    expect(page.locator(".site-loaded")).to_contain_text("1 model loaded")
