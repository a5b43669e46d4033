"""Answers to tasks without checks, in real Chromium."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluations import graders
from evaluations.records import Extraction, Kind, TaskSpec, Verdict
from evaluations.sandbox import Sandbox

SPEC = TaskSpec(slug="free", title="Free", kind=Kind.FREE, prompt="Anything.")


@pytest.mark.parametrize(
    ("source", "verdict", "words"),
    [
        ("export default () => <p>Hello</p>;", Verdict.UNCHECKED, "Builds, loads and renders. No checks given."),
        ("function Hello() { return <p>Hello</p>; }", Verdict.UNCHECKED, "Builds, loads and renders. No checks"),
        (
            "import { createRoot } from 'react-dom/client';"
            "createRoot(document.getElementById('root')).render(<p>Hello</p>);",
            Verdict.UNCHECKED,
            "Builds, loads and renders. No checks",
        ),
        ("function add(a, b) { return a + b; }", Verdict.UNCHECKED, "loads; it defines no component to render. No"),
        ("export const useN = () => { throw new Error('no'); };", Verdict.UNCHECKED, "it defines no component"),
        (
            "export default (Wrapped) => (props) => <Wrapped {...props} />;",
            Verdict.UNCHECKED,
            "it defines no component",
        ),
        (
            "export const List = ({ rows }) => <ul>{rows.map((r) => <li>{r}</li>)}</ul>;",
            Verdict.UNCHECKED,
            "needs props",
        ),
        ("export default function App() { throw new Error('broken'); }", Verdict.RUNTIME_ERROR, "broken"),
        ("export const a = ;", Verdict.BUILD_ERROR, "answer.tsx"),
        ("throw new Error('at once');", Verdict.RUNTIME_ERROR, "at once"),
    ],
)
def test_free_answer_is_built_loaded_and_shown(source: str, verdict: Verdict, words: str, sandbox: Sandbox) -> None:
    extraction = Extraction(files={SPEC.entry: source}, entry=SPEC.entry, rule="given", reason="")
    [case] = graders.cases_for(SPEC, extraction, candidate_id="free")
    report = sandbox.execute(case)
    outcome = graders.grade(SPEC, extraction, [report])
    assert outcome.verdict is verdict, outcome.cause
    assert words in outcome.cause
    assert outcome.score == (None if verdict is Verdict.UNCHECKED else 0)
    if verdict is Verdict.UNCHECKED:
        assert report.screenshot


@pytest.mark.parametrize(
    ("page", "verdict", "words"),
    [
        ("<h1>Hello</h1>", Verdict.UNCHECKED, "Builds, loads and renders. No checks given."),
        ("<script>throw new Error('at once')</script>", Verdict.FAILED, "at once"),
    ],
)
def test_free_page_is_opened(page: str, verdict: Verdict, words: str, sandbox: Sandbox) -> None:
    spec = replace(SPEC, language="html", entry="index.html")
    extraction = Extraction(files={spec.entry: page}, entry=spec.entry, rule="given", reason="")
    [case] = graders.cases_for(spec, extraction, candidate_id="free")
    report = sandbox.execute(case)
    outcome = graders.grade(spec, extraction, [report])
    assert (outcome.verdict, words in outcome.cause) == (verdict, True), outcome.cause
    assert report.screenshot
