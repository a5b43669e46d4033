"""Width, keyboard, dark theme and first paint: a page with each flaw and one without it, in real Chromium."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from evaluations.errors import SandboxError
from evaluations.execution_records import Case, PageFacts, Report
from evaluations.sandbox import Sandbox
from evaluations.sandbox.lanes.page_facts import LARGEST_COUNT, validated_facts
from tests.sandbox import test_page_evidence

STYLE = "<style>{`body { color: #111 } @media (prefers-color-scheme: dark) { body { color: #eee } }`}</style>"


def case(source: str, checks: str = test_page_evidence.CHECKS, *, wants_accessibility: bool = True) -> Case:
    created = test_page_evidence.case(source, checks, wants_accessibility=wants_accessibility)
    return replace(created, wants_page_facts=True)


def shown(body: str) -> str:
    return f"export default function Rows() {{ return <main>{body}</main>; }}"


def facts_of(report: Report) -> PageFacts:
    assert report.page_facts is not None, report.cause
    return report.page_facts


BAD = """<p style={{ width: 700 }}>wide</p><div role="button">no</div><i style={{ cursor: "pointer" }}>x</i>"""
GOOD = (
    f"""{STYLE}<p style={{{{ width: 200 }}}}>narrow</p><button>yes</button><div role="button" tabIndex={{0}}>y</div>"""
)


def test_each_flaw_is_measured_and_a_page_without_it_has_none(sandbox: Sandbox) -> None:
    bad, good = (facts_of(sandbox.execute(case(shown(body)))) for body in (BAD, GOOD))
    assert 300 <= bad.overflow_px <= 340
    assert good.overflow_px == 0
    assert (bad.n_unreachable, good.n_unreachable) == (2, 0)
    assert bad.unreachable == '<div role="button">no</div>'
    assert (bad.follows_dark, good.follows_dark) == (False, True)
    assert bad.n_elements > good.n_elements - 3 > 0
    for facts in (bad, good):
        assert facts.first_paint_ms is None or 0 <= facts.first_paint_ms < 60_000
    assert bad.first_paint_ms is not None


def test_it_is_measured_as_wide_and_light_again_afterwards(sandbox: Sandbox) -> None:
    wide = "import { test, expect } from 'vitest'; test('as before', () => { expect(innerWidth).toBe(1024);"
    wide += " expect(matchMedia('(prefers-color-scheme: dark)').matches).toBe(false); });"
    sandbox.execute(case(shown("one")))
    for _ in range(4):
        assert sandbox.execute(case(shown("two"), wide)).cause == ""


def test_the_candidate_cannot_make_its_page_measure_better(sandbox: Sandbox) -> None:
    attacks = (
        "Object.defineProperty(Element.prototype, 'scrollWidth', { get: () => 0 })",
        "globalThis.getComputedStyle = () => ({})",
        "Element.prototype.matches = () => true",
        "document.querySelectorAll = () => []",
    )
    tries = "".join(f"try {{ {attack}; }} catch {{}}\n" for attack in attacks)
    forged = tries + shown('<p style={{ width: 700 }}>wide</p><div role="button">no</div>')
    facts = facts_of(sandbox.execute(case(forged)))
    assert facts.overflow_px > 300
    assert facts.n_unreachable == 1


def test_page_that_resizes_itself_is_still_measured_as_narrow(sandbox: Sandbox) -> None:
    """The next case also gets a window of the expected size."""
    attack = "addEventListener('resize', () => resizeTo(1200, 700)); setInterval(() => resizeTo(1200, 700), 1);\n"
    facts = facts_of(sandbox.execute(case(attack + shown("<p style={{ width: 700 }}>wide</p>"))))
    assert 300 <= facts.overflow_px <= 340
    wide = "import { test, expect } from 'vitest'; test('as before', () => { expect(innerWidth).toBe(1024); });"
    for _ in range(3):
        assert sandbox.execute(case(shown("two"), wide)).cause == ""


@pytest.mark.parametrize(
    "wrong", [{"overflow_px": "x"}, {"n_elements": None}, {"painted_at": []}, {"n_unreachable": float("inf")}]
)
def test_impossible_measurements_are_refused(wrong: dict[str, Any]) -> None:
    fine: dict[str, Any] = {"overflow_px": 10**12, "width": 390, "n_unreachable": -1, "unreachable": "x" * 900}
    fine |= {"follows_dark": "yes", "n_elements": 2, "painted_at": 5.0}
    facts = validated_facts(fine, 1.0)
    assert (facts.overflow_px, facts.n_unreachable, len(facts.unreachable), facts.follows_dark) == (
        LARGEST_COUNT,
        0,
        300,
        False,
    )
    assert validated_facts(fine | {"painted_at": 10.0**12}, 1.0).first_paint_ms is None
    with pytest.raises(SandboxError, match="could not be measured"):
        validated_facts(fine | wrong, 1.0)
