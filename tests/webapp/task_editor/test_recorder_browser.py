"""Checks are recorded in a draft's running reference in Chromium, and then run in the sandbox like others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from evaluations.actions.task_drafts import new_draft, read_draft
from evaluations.graders.conditions import entry_conditions
from evaluations.models import Suite, TaskDraft
from evaluations.sandbox import Sandbox
from tests import factories
from tests.processes import wait_until
from tests.task_drafts import FUNCTION
from tests.webapp.prompts.test_prompt_browser import enter

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("woken")]

LIST = """import { useState } from "react";

export default function Shopping({ items = [], onBought }) {
  const [all, setAll] = useState(items);
  const [text, setText] = useState("");
  const add = (event) => { event.preventDefault(); if (text) setAll([...all, text]); setText(""); };
  const buy = (item) => { setAll(all.filter((one) => one !== item)); onBought(item); };
  return <main><h1>Shopping</h1>
    <form onSubmit={add}>
      <label>New item <input value={text} onChange={(event) => setText(event.target.value)} /></label>
      <button>Add</button>
    </form>
    <ul>{all.map((item) => <li key={item}>{item} <button onClick={() => buy(item)}>Bought</button></li>)}</ul>
  </main>;
}
"""
COMPONENT: dict[str, Any] = {
    "slug": "shopping",
    "title": "Shopping",
    "kind": "component",
    "language": "jsx",
    "prompt": "A shopping list.",
    "checks": "",
    "reference": [["answer.jsx", LIST]],
    "mutants": [
        ["keeps", "answer.jsx", LIST.replace("one !== item", "true")],
        ["silent", "answer.jsx", LIST.replace("onBought(item);", "")],
        ["adds-none", "answer.jsx", LIST.replace("[...all, text]", "[...all]")],
    ],
}
PAGE = """<!doctype html><html lang="en"><head><title>Count</title></head><body><h1>Count</h1>
<button id="more">More</button> <label>Step <select id="step"><option>1</option><option>5</option></select></label>
<p role="status" id="n">0</p><script>
let n = 0;
document.getElementById("more").addEventListener("click", () => {
  n += Number(document.getElementById("step").value);
  document.getElementById("n").textContent = "so far " + n;
});
</script></body></html>
"""
PLAIN: dict[str, Any] = {
    "slug": "count",
    "title": "Count",
    "kind": "page",
    "language": "html",
    "prompt": "A page that counts.",
    "checks": "",
    "reference": [["index.html", PAGE]],
    "mutants": [["by-one", "index.html", PAGE.replace('Number(document.getElementById("step").value)', "1")]],
}


COUNTER = """import { useState } from "react";

export default function Counter() {
  const [n, setN] = useState(0);
  return <main><button onClick={() => setN(n + 1)}>Plus</button><p>Clicks: {n}</p>
    <em>{n > 0 ? "counted" : "nothing yet"}</em></main>;
}
"""
PARAGRAPH: dict[str, Any] = COMPONENT | {
    "slug": "counter",
    "title": "Counter",
    "prompt": "A counter.",
    "reference": [["answer.jsx", COUNTER]],
    "mutants": [["stays", "answer.jsx", COUNTER.replace("n + 1", "n")]],
    "alternatives": [["division", "answer.jsx", COUNTER.replace("<p>", "<div>").replace("</p>", "</div>")]],
}
COUNTER_HOOK = """import { useState } from "react";

export function useCounter(start = 0) {
  const [n, setN] = useState(start);
  return { n, add: (by = 1) => setN((now) => now + by), reset: () => setN(start) };
}
"""
HOOK: dict[str, Any] = {
    "slug": "use-counter",
    "title": "Counter hook",
    "kind": "hook",
    "language": "js",
    "entry_point": "useCounter",
    "prompt": "A hook useCounter(start) that gives { n, add, reset }.",
    "checks": "",
    "reference": [["answer.js", COUNTER_HOOK]],
    "mutants": [
        ["to-nought", "answer.js", COUNTER_HOOK.replace("setN(start)", "setN(0)")],
        ["by-one", "answer.js", COUNTER_HOOK.replace("now + by", "now + 1")],
        ["no-start", "answer.js", COUNTER_HOOK.replace("useState(start)", "useState(0)")],
    ],
}


def _draft(fields: dict[str, Any]) -> TaskDraft:
    suite = Suite.objects.create(team=factories.make_team(), slug="own", title="Own")
    return new_draft(suite, fields, None)


@pytest.fixture
def opened(page: Page, live_server: Any) -> Callable[[TaskDraft, str], FrameLocator]:
    """Open a draft's recorder. Return the frame in which the reference runs."""

    def open_recorder(draft: TaskDraft, props: str = "") -> FrameLocator:
        enter(page, factories.make_person("mia"), live_server, f"/suites/own/drafts/{draft.pk}/")
        page.get_by_text("Record checks in the running reference").click()
        frame = page.frame_locator(".recorder-stage iframe")
        expect(frame.locator("#root > *").first).to_be_attached()
        if props:
            page.get_by_label("Props that the component gets").fill(props)
            page.get_by_label("Props that the component gets").press("Enter")
        return frame

    return open_recorder


def _conditions(draft: TaskDraft, sandbox: Sandbox) -> dict[str, bool]:
    draft.refresh_from_db()
    read = read_draft(draft)
    assert read.spec is not None, read.faults
    return {condition.name: condition.is_met for condition in entry_conditions(read.spec, sandbox.execute, times=1)}


def _click_to_expect(page: Page, frame: FrameLocator, label: str) -> None:
    """Let clicks say what to expect, and click the field. From then on the frame outlines what is under the pointer.

    The frame gets the mode by a message, which may arrive after a click that Playwright sends it.
    """
    page.get_by_label("A click says what to expect").check()
    field, outline = frame.get_by_label(label), frame.locator("html > div")

    def has_the_mode() -> bool:
        frame.get_by_role("heading").hover()
        field.hover()
        return outline.is_visible()

    wait_until(has_the_mode)
    field.click()


def _add(page: Page, title: str) -> str:
    """Add the recording under this name. Return the saved check file."""
    page.get_by_label("Name of the test").fill(title)
    with page.expect_response("**/save/"):
        page.get_by_role("button", name="Add to the checks").click()
    expect(page.locator("[data-said-by-recorder]")).to_contain_text(f"“{title}” is at the end of the checks")
    return page.locator("#f-checks").input_value()


def test_changed_prose_is_offered_by_its_text_whatever_its_element(
    page: Page, opened: Callable[..., FrameLocator], sandbox: Sandbox
) -> None:
    draft = _draft(PARAGRAPH)
    frame = opened(draft, "")
    frame.get_by_role("button", name="Plus").click()
    expect(page.get_by_role("button", name="Expect: “counted” is there")).to_be_visible()
    page.get_by_role("button", name="Expect: “clicks: 1” is there").click()
    assert "paragraph" not in _add(page, "counts")
    assert all(_conditions(draft, sandbox).values()), _conditions(draft, sandbox)


def test_component_is_recorded_by_role_and_name(
    page: Page, opened: Callable[..., FrameLocator], sandbox: Sandbox
) -> None:
    draft = _draft(COMPONENT)
    frame = opened(draft, '{"items": ["bread", "tea"]}')
    expect(frame.get_by_text("bread")).to_be_visible()
    frame.get_by_label("New item").fill("milk")
    frame.get_by_role("button", name="Add").click()
    page.get_by_role("button", name="Expect: list item says “milk”").click()
    page.get_by_role("button", name="Expect: 3 times: list item").click()
    frame.get_by_role("listitem").filter(has_text="tea").get_by_role("button").click()
    page.get_by_role("button", name="Expect: list item “tea” is gone").click()
    page.get_by_role("button", name='Expect: onBought("tea") is called').click()
    _click_to_expect(page, frame, "New item")
    page.get_by_role("button", name="Expect: text field “new item” is empty").click()
    checks = _add(page, "items are added and bought")
    assert 'within(withText("listitem", /tea/i)).getByRole("button", { name: /^bought$/i })' in checks
    assert "[0]" not in checks, "nothing goes by its place"
    met = _conditions(draft, sandbox)
    assert all(met.values()), (met, checks)


def test_plain_page_becomes_a_playwright_spec(
    page: Page, opened: Callable[..., FrameLocator], sandbox: Sandbox
) -> None:
    draft = _draft(PLAIN)
    frame = opened(draft)
    frame.get_by_label("Step").select_option("5")
    frame.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Expect: status says “so far 5”").click()
    checks = _add(page, "counts in steps")
    assert checks.startswith('import { expect, test } from "@playwright/test";\n')
    assert 'await page.goto("/");' in checks
    met = _conditions(draft, sandbox)
    assert all(met.values()), (met, checks)


def test_calls_of_a_function_are_expected(page: Page, opened: Callable[..., FrameLocator], sandbox: Sandbox) -> None:
    draft = _draft(FUNCTION | {"checks": ""})
    frame = opened(draft)
    frame.get_by_label("Arguments of twice").fill("21")
    page.get_by_role("button", name="Expect: (21) gives 42").click()
    checks = _add(page, "doubles")
    expect(page.get_by_text("None yet.")).to_be_visible()
    expect(frame.get_by_label("Arguments of twice")).to_have_value("")  # the next recording is ready
    expect(page.locator("[data-said-by-recorder]")).to_contain_text("“doubles” is at the end of the checks")
    assert "expect(await tested(21)).toEqual(42);" in checks
    met = _conditions(draft, sandbox)
    assert met["reference passes"], (met, checks)


def test_calls_of_a_hook_become_a_test(page: Page, opened: Callable[..., FrameLocator], sandbox: Sandbox) -> None:
    draft = _draft(HOOK)
    frame = opened(draft)
    frame.get_by_label("Arguments of useCounter").fill("5")
    page.get_by_role("button", name="Expect: n is 5").click()
    frame.get_by_label("Arguments of add").fill("3")
    frame.get_by_role("button", name="add()").click()
    page.get_by_role("button", name="Expect: n is 8").click()
    frame.get_by_role("button", name="reset()").click()
    page.get_by_role("button", name="Expect: n is 5").click()
    checks = _add(page, "counts from its start")
    assert "const { result } = renderHook(() => tested(5));" in checks
    assert "await act(async () => { await result.current.add(3); });" in checks
    met = _conditions(draft, sandbox)
    assert all(met.values()), (met, checks)


def test_second_test_brings_no_import_twice(page: Page, opened: Callable[..., FrameLocator]) -> None:
    frame = opened(_draft(COMPONENT), '{"items": ["bread"]}')
    frame.get_by_role("button", name="Bought").click()
    page.get_by_role("button", name="Expect: list item “bread” is gone").click()
    _add(page, "first")
    frame.get_by_role("button", name="Bought").click()
    expect(page.locator("[data-steps] li")).to_have_count(1)
    page.get_by_role("button", name="Remove step 1").click()
    expect(page.locator("[data-steps] li")).to_have_count(0)
    frame.get_by_role("heading").click()
    checks = _add(page, "second")
    assert checks.count("import * as answer") == 1
    assert checks.count('from "bakeoff"') == 1
    assert checks.count("const withText") == 1


def test_invalid_props_are_reported(page: Page, opened: Callable[..., FrameLocator]) -> None:
    draft = _draft(COMPONENT)
    enter_props = page.get_by_label("Props that the component gets")
    opened(draft)
    enter_props.fill('["bread"]')
    enter_props.press("Enter")
    expect(page.locator("[data-said-by-recorder]")).to_contain_text('The props are ["bread"]. Write an object')
