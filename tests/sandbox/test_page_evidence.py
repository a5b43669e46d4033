"""Evidence about a page besides its checks: accessibility findings, ARIA snapshot. The candidate cannot change it."""

from __future__ import annotations

import base64
import json
import time
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from evaluations.execution_records import Case, Report
from evaluations.records import Checks, Verdict
from evaluations.sandbox import Sandbox
from evaluations.sandbox.browser.server import DIST
from evaluations.sandbox.browser.target import HEIGHT, WIDTH, Target
from evaluations.sandbox.lanes.evidence import AXE, load_axe, white_picture

PAGE = """export default function Rows() {
  return <form><h1>Rows</h1><img src="data:," /><button disabled>Count 0</button>
    <p style={{ color: "#ccc", background: "#fff" }}>faint</p>
    <label><input type="checkbox" defaultChecked /> all</label></form>;
}"""
CHECKS = """
import { render } from "@testing-library/react";
import Rows from "./a";
test("shows", () => { render(<Rows />); });"""


def case(source: str, checks: str = CHECKS, *, wants_accessibility: bool = True) -> Case:
    return Case(
        id="x",
        lane="page",
        files={"a.tsx": source},
        entry="a.tsx",
        checks=Checks(path="a.test.tsx", source=checks),
        wants_accessibility=wants_accessibility,
    )


def test_findings_and_snapshot_of_what_the_last_check_left(sandbox: Sandbox) -> None:
    report = sandbox.execute(case(PAGE))
    assert report.verdict is Verdict.PASSED
    faults = {fault.rule: fault for fault in report.access_faults}
    assert set(faults) == {"image-alt", "color-contrast"}
    assert (faults["image-alt"].impact, faults["image-alt"].n_elements) == ("critical", 1)
    assert faults["image-alt"].element == '<img src="data:,">'
    assert report.aria.splitlines() == [
        "- form",
        '  - heading "Rows" [level=1]',
        "  - image",
        '  - button "Count 0" [disabled]',
        "  - paragraph",
        "    - text: faint",
        '  - checkbox "all" [checked]',
    ]


def test_extra_findings_are_reported_only_on_request(sandbox: Sandbox) -> None:
    report = sandbox.execute(case(PAGE, wants_accessibility=False))
    assert (report.access_faults, report.aria) == ((), "")


def test_answer_that_shows_nothing_has_no_findings(sandbox: Sandbox) -> None:
    report = sandbox.execute(case("export const two = () => 2", "import { two } from './a'; test('2', () => two())"))
    assert (report.verdict, report.access_faults, report.aria) == (Verdict.PASSED, (), "")


def test_the_candidate_cannot_make_its_page_look_better(sandbox: Sandbox) -> None:
    forged = (
        "globalThis.axe = { run: async () => ({ violations: [] }) };\n"
        "Element.prototype.getAttribute = () => 'fine'; Element.prototype.matches = () => false;\n" + PAGE
    )
    assert {fault.rule for fault in sandbox.execute(case(forged)).access_faults} == {"image-alt", "color-contrast"}


BROKEN = """<table><tr><th scope="col">a</th><td headers="x y">b</td></tr></table><select><option>1</option></select>
<svg role="img"></svg><input type="image" src="data:,"><object data="data:,"></object><dl><p>no</p></dl>
<ul><p>no</p></ul><div role="checkbox" tabindex="0"></div><a href="#x"></a><map><area href="#y"></map>
<div role="nothing">x</div><div aria-hidden="true"><button>y</button></div><p lang="xx-yy">z</p><img src="data:,">
<marquee>m</marquee><meta http-equiv="refresh" content="9; url=/"><iframe srcdoc="x"></iframe>
<p style="color: #ccc">f</p>"""
SHADOW = "<div id='host'></div><script>host.attachShadow({ mode: 'open' }).append(new Image())</script>"
ALL_RULES = """axe.run(document, { iframes: false,
  rules: { "document-title": { enabled: false }, "html-has-lang": { enabled: false } },
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] } })
  .then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.length]))"""


@pytest.mark.parametrize(("html", "least"), [(BROKEN, 12), (SHADOW, 1), ("<p>fine</p>", 0)])
def test_rules_that_cannot_apply_are_left_out_without_losing_a_finding(browser: Browser, html: str, least: int) -> None:
    page = browser.new_page()
    page.set_content(f"<!doctype html><html lang='en'><title>t</title><body>{html}")
    page.add_script_tag(path=DIST / "axe.js")
    all_found = page.evaluate(ALL_RULES)
    counts = [[fault["rule"], fault["n_elements"]] for fault in json.loads(page.evaluate(AXE))]
    page.close()
    assert sorted(counts) == sorted(all_found)
    assert len(counts) >= least


def test_content_policy_of_the_candidate_does_not_block_axe(sandbox: Sandbox) -> None:
    meta = "<meta http-equiv='Content-Security-Policy' content=\"script-src 'none'\">"
    forged = f"document.head.insertAdjacentHTML('beforeend', `{meta}`);\n{PAGE}"
    assert {fault.rule for fault in sandbox.execute(case(forged)).access_faults} == {"image-alt", "color-contrast"}


def test_axe_is_loaded_before_the_candidate_after_a_case_that_axe_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    loads: list[bool] = []

    async def counted(page: Target) -> None:
        await load_axe(page)
        loads.append(True)

    monkeypatch.setattr("evaluations.sandbox.lanes.page.load_axe", counted)
    takes_over = "document.documentElement.replaceWith(document.documentElement.cloneNode(true));"
    tampers = (
        "globalThis.axe = { run: async () => ({ violations: [] }) };\n"
        "globalThis.bakeoffColours = 'mine'; Element.prototype.matches = () => false;\n"
    )
    with Sandbox(slots=1) as sandbox:
        for n, before in enumerate(("", "", tampers, takes_over)):
            report = sandbox.execute(case(before + PAGE))
            assert {fault.rule for fault in report.access_faults} == {"image-alt", "color-contrast"}, before
            assert len(loads) >= n, "it is loaded while nobody waits for it"
        sandbox.execute(case(PAGE, wants_accessibility=False))
        n_loads = len(loads)
        sandbox.execute(case(PAGE, wants_accessibility=False))
        assert len(loads) == n_loads, "a case that is not looked at does not pay for it"


def test_page_too_large_for_axe_keeps_its_verdict(sandbox: Sandbox) -> None:
    flood = "export default function Rows() { return Array.from({ length: 60000 }, (_, i) => <i key={i}>{i}</i>); }"
    begun = time.monotonic()
    assert sandbox.execute(case(flood)).verdict is Verdict.PASSED
    assert time.monotonic() - begun < 30
    assert sandbox.execute(case(PAGE)).verdict is Verdict.PASSED


def test_a_page_that_never_rests_keeps_its_verdict(sandbox: Sandbox) -> None:
    restless = "setTimeout(() => { for (;;); }, 60);\n" + PAGE
    assert sandbox.execute(case(restless)).verdict in (Verdict.PASSED, Verdict.TIMEOUT)
    assert sandbox.execute(case(PAGE)).access_faults


HOOK = """
import { renderHook } from "@testing-library/react";
import { useTwo } from "./a";
test("gives", () => { expect(renderHook(() => useTwo()).result.current).toBe(2); });"""


def picture_of(sandbox: Sandbox, source: str, checks: str = CHECKS) -> bytes:
    report = sandbox.execute(replace(case(source, checks, wants_accessibility=False), wants_screenshot=True))
    assert report.verdict is Verdict.PASSED, report.cause
    assert report.screenshot is not None
    return report.screenshot


def test_white_page_has_a_white_picture_and_a_drawn_page_never_does(sandbox: Sandbox) -> None:
    assert picture_of(sandbox, "export const useTwo = () => 2;", HOOK) == white_picture()
    for drawn in (
        '<div style={{ position: "absolute", height: 0 }}>flows over</div>',
        '<div style={{ height: 9, background: "red" }} />',
        "<><style>{\"div::before { content: 'x' }\"}</style><div /></>",
        '<div ref={(e) => { if (e) e.attachShadow({ mode: "open" }).innerHTML = "<b>shadow</b>"; }} />',
        '<div ref={() => { document.body.style.background = "navy"; }} />',
        "<hr />",
    ):
        shown = picture_of(sandbox, f"export default function Rows() {{ return {drawn}; }}")
        assert (shown[:8], shown == white_picture()) == (b"\x89PNG\r\n\x1a\n", False), drawn


def test_the_white_picture_is_what_the_browser_draws(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    page.set_content(f'<img src="data:image/png;base64,{base64.b64encode(white_picture()).decode()}">')
    size = page.evaluate(
        "(async () => { const i = document.images[0]; await i.decode(); return [i.width, i.height] })()"
    )
    page.close()
    assert size == [WIDTH, HEIGHT]


AFTERWARDS = """
import { render } from "@testing-library/react";
import Rows, { afterwards } from "./a";
test("shows", () => { render(<Rows />); afterwards(); });"""


def test_slot_takes_the_next_case_while_axe_checks_a_page() -> None:
    many = "{Array.from({ length: 1000 }, (_, i) => <p key={i}>so many that axe has long to do</p>)}"
    slow = PAGE.replace("<h1>Rows</h1>", f"<h1>Rows</h1>{many}")
    cases = [replace(case(slow), id="slow"), *(replace(case(PAGE), id=f"next {n}") for n in range(3))]
    with Sandbox(slots=1) as sandbox:
        reports = list(sandbox.execute_many(cases))
    assert reports[0].id == "next 0"
    assert {(report.verdict, report.attempts) for report in reports} == {(Verdict.PASSED, 1)}
    assert all(report.access_faults for report in reports if report.id != "slow")


def test_memory_that_a_page_takes_during_axe_does_not_count_against_the_next_case() -> None:
    eat = "kept.push(new Uint8Array(3e7).fill(1));"
    eats = f"const kept = [];\nexport const afterwards = () => {{ setInterval(() => {{ {eat} }}, 1); }};\n{PAGE}"
    cases = [replace(case(eats, AFTERWARDS), id="eats", memory_mb=100)]
    cases += [replace(case(PAGE), id=f"next {n}") for n in range(8)]
    with Sandbox(slots=1) as sandbox:
        reports = {report.id: report for report in sandbox.execute_many(cases)}
    assert reports.pop("eats").verdict in (Verdict.PASSED, Verdict.OVER_LIMIT)
    for report in reports.values():
        assert (report.verdict, report.access_faults != (), report.is_flaky) == (Verdict.PASSED, True, False)


def test_verdict_is_told_while_the_picture_is_still_taken(sandbox: Sandbox) -> None:
    heard: list[Report] = []
    shown = replace(case(PAGE), wants_screenshot=True)
    report = sandbox.execute(shown, on_verdict=heard.append)
    assert [(early.verdict, early.checks) for early in heard] == [(report.verdict, report.checks)]
    assert (heard[0].screenshot, heard[0].access_faults) == (None, ())
    assert report.screenshot
    assert report.access_faults
    sandbox.execute(case(PAGE, wants_accessibility=False), on_verdict=heard.append)
    sandbox.execute(replace(shown, must_type_check=True), on_verdict=heard.append)
    assert len(heard) == 1, "without evidence nothing follows the verdict; types may change it"


def test_listener_that_fails_disturbs_no_case(sandbox: Sandbox) -> None:
    def fails(report: Report) -> None:
        raise ValueError(report.id)

    assert sandbox.execute(case(PAGE), on_verdict=fails).verdict is Verdict.PASSED
