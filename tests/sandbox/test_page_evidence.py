"""What is kept of a page besides its checks: accessibility findings and ARIA snapshot, out of the candidate's reach."""

from __future__ import annotations

import time

from evaluations.records import Case, Checks, Verdict
from evaluations.sandbox import Sandbox

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
    found = {fault.rule: fault for fault in report.access_faults}
    assert set(found) == {"image-alt", "color-contrast"}
    assert (found["image-alt"].impact, found["image-alt"].n_elements) == ("critical", 1)
    assert found["image-alt"].element == '<img src="data:,">'
    assert report.aria.splitlines() == [
        "- form",
        '  - heading "Rows" [level=1]',
        "  - image",
        '  - button "Count 0" [disabled]',
        "  - paragraph",
        "    - text: faint",
        '  - checkbox "all" [checked]',
    ]


def test_nobody_asked_nothing_told(sandbox: Sandbox) -> None:
    report = sandbox.execute(case(PAGE, wants_accessibility=False))
    assert (report.access_faults, report.aria) == ((), "")


def test_an_answer_that_shows_nothing_has_nothing_to_tell(sandbox: Sandbox) -> None:
    report = sandbox.execute(case("export const two = () => 2", "import { two } from './a'; test('2', () => two())"))
    assert (report.verdict, report.access_faults, report.aria) == (Verdict.PASSED, (), "")


def test_the_candidate_cannot_make_its_page_look_better(sandbox: Sandbox) -> None:
    forged = (
        "globalThis.axe = { run: async () => ({ violations: [] }) };\n"
        "Element.prototype.getAttribute = () => 'fine'; Element.prototype.matches = () => false;\n" + PAGE
    )
    assert {fault.rule for fault in sandbox.execute(case(forged)).access_faults} == {"image-alt", "color-contrast"}


def test_a_policy_of_the_candidates_own_does_not_keep_axe_out(sandbox: Sandbox) -> None:
    meta = "<meta http-equiv='Content-Security-Policy' content=\"script-src 'none'\">"
    forged = f"document.head.insertAdjacentHTML('beforeend', `{meta}`);\n{PAGE}"
    assert {fault.rule for fault in sandbox.execute(case(forged)).access_faults} == {"image-alt", "color-contrast"}


def test_a_page_too_large_to_be_looked_at_keeps_its_verdict(sandbox: Sandbox) -> None:
    flood = "export default function Rows() { return Array.from({ length: 60000 }, (_, i) => <i key={i}>{i}</i>); }"
    begun = time.monotonic()
    assert sandbox.execute(case(flood)).verdict is Verdict.PASSED
    assert time.monotonic() - begun < 30
    assert sandbox.execute(case(PAGE)).verdict is Verdict.PASSED


def test_a_page_that_never_rests_keeps_its_verdict(sandbox: Sandbox) -> None:
    restless = "setTimeout(() => { for (;;); }, 60);\n" + PAGE
    assert sandbox.execute(case(restless)).verdict in (Verdict.PASSED, Verdict.TIMEOUT)
    assert sandbox.execute(case(PAGE)).access_faults
