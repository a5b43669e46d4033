"""Quality profiles: each rule with an answer that has the flaw and one that does not; hostile code; regrades."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.utils.timezone import now

from evaluations.models import Grading, QualityProfile
from evaluations.models.quality_rules import RULES
from evaluations.queries.quality import answers_behind, quality_figures
from evaluations.records import Verdict
from evaluations.runner import quality
from evaluations.runner.lint import LARGEST_SOURCE, LintResult, lint
from evaluations.runner.quality import profile_answers, profile_of
from tests import factories

HOOK = """import { useState } from "react";
export default function A({ on }) { if (on) { useState(0); } return <p />; }"""
KEY = "export default function A({ list }) { return <ul>{list.map((each) => <li>{each}</li>)}</ul>; }"
EFFECT = """import { useEffect, useState } from "react";
export default function A({ n }) {
  const [m, set] = useState(0);
  useEffect(() => { set(n); }, []);
  return <p>{m}</p>;
}"""
CLEAN = """import { useEffect, useState } from "react";
export default function A({ n, list }) {
  const [m, set] = useState(0);
  useEffect(() => { set(n); }, [n]);
  return <ul>{list.map((each) => <li key={each}>{m}</li>)}</ul>;
}"""
FACTS: dict[str, Any] = {
    "overflow_px": 0,
    "n_unreachable": 0,
    "unreachable": "",
    "follows_dark": True,
    "n_elements": 3,
    "first_paint_ms": 20.0,
}
GOOD: dict[str, Any] = {"aria": "- main", "page_facts": FACTS, "console": [], "type_errors": [], "access_faults": []}


def linted(source: str, path: str = "answer.jsx") -> LintResult:
    result = lint({7: {path: source}})[7]
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("source", "says"), [(HOOK, "called conditionally"), (KEY, '"key" prop'), (EFFECT, "missing dependency: 'n'")]
)
def test_each_rule_of_react_is_found_by_oxlint_and_clean_code_has_none(source: str, says: str) -> None:
    results = lint({1: {"answer.jsx": source}, 2: {"answer.tsx": CLEAN}, 3: {"page.html": "<p>"}})
    assert results[2] == LintResult()
    assert results[3] is None
    assert results[1] is not None
    (finding,) = results[1].react
    assert says in finding
    assert finding.startswith("answer.jsx, line ")


def test_unused_imports_are_named_but_for_the_old_idiom_of_react() -> None:
    source = "import React, { useMemo, useState } from 'react';\nexport default () => { useState(1); return <p/>; }"
    assert linted(source).unused_imports == ("useMemo",)
    assert linted(CLEAN).unused_imports == ()


@pytest.mark.parametrize("word", ["eslint-disable", "oxlint-disable", "eslint-disable-next-line react/jsx-key"])
def test_a_comment_does_not_switch_rules_off(word: str) -> None:
    assert linted(f"/* {word} */\n// {word}\n{KEY}").react


def test_files_of_an_answer_neither_configure_the_linter_nor_leave_the_folder() -> None:
    files = {".oxlintrc.json": '{"rules": {"react/jsx-key": "off"}}', "../../../../tmp/escaped.jsx": KEY, "a.jsx": KEY}
    result = lint({1: files})[1]
    assert result is not None
    assert len(result.react) == 2


def test_unreadable_or_endless_code_does_not_affect_other_results() -> None:
    begun = time.monotonic()
    flood = "const a = [" + "<li/>," * 40_000 + "];"
    answers = {1: {"a.jsx": "}{ not code"}, 2: {"a.jsx": "(" * 100_000}, 3: {"a.jsx": flood}, 4: {"a.jsx": KEY}}
    results = lint(answers | {5: {"a.jsx": "x" * (LARGEST_SOURCE + 1)}})
    assert results[4] is not None
    assert len(results[4].react) == 1
    assert results[5] is None
    assert results[3] is None or len(results[3].react) <= 200
    assert time.monotonic() - begun < 60


@pytest.mark.parametrize(
    ("rule", "flawed"),
    [
        ("n_access", {"access_faults": [{"rule": "image-alt", "help": "Images must have text"}]}),
        ("n_console_errors", {"console": [{"level": "exception", "text": "TypeError: x"}]}),
        ("n_console_warnings", {"console": [{"level": "warn", "text": "careful"}]}),
        ("n_type_errors", {"type_errors": [{"path": "a.tsx", "line": 1, "column": 1, "code": 2322, "message": "no"}]}),
        ("overflow_px", {"page_facts": FACTS | {"overflow_px": 40}}),
        ("n_unreachable", {"page_facts": FACTS | {"n_unreachable": 1, "unreachable": "<div>"}}),
        ("n_no_dark", {"page_facts": FACTS | {"follows_dark": False}}),
    ],
)
def test_each_rule_of_a_report_is_counted_and_a_good_report_has_no_flaw(rule: str, flawed: dict[str, Any]) -> None:
    files = {"answer.tsx": CLEAN}
    good, _ = profile_of(files, [GOOD], LintResult())
    assert {name: good[name] for name in good if name in {r.name for r in RULES if r.is_flaw} and good[name]} == {}
    assert None not in good.values()
    bad, _ = profile_of(files, [GOOD | flawed], LintResult())
    assert [name for name in bad if bad[name] != good[name]] == [rule]


def test_invented_packages_and_names_are_distinguished_from_real_ones() -> None:
    source = """import { magic } from "react-magic-table";
import x from 'lodash/debounce'; import y from "./own"; import "@testing-library/react";
const z = require("left-pad"); // import w from "commented"
const text = "import it from 'a book'";"""
    figures, findings = profile_of({"answer.jsx": source}, [GOOD], LintResult())
    assert figures["n_invented_imports"] == 2
    assert [each["text"] for each in findings] == ["react-magic-table", "left-pad"]
    typed = GOOD | {"type_errors": [{"path": "a", "line": 1, "code": 2305, "message": "react has no export useMagic"}]}
    assert profile_of({"answer.tsx": CLEAN}, [typed], LintResult())[0]["n_invented_imports"] == 1


@pytest.mark.parametrize("flood", ["import\n", "import {\n", "import a, ", "\n", "export * "])
def test_hostile_text_is_read_in_bounded_time(flood: str) -> None:
    begun = time.monotonic()
    profile_of({"a.js": flood * (LARGEST_SOURCE // len(flood))}, [GOOD], LintResult())
    assert time.monotonic() - begun < 5


def test_missing_measurement_gives_no_figure() -> None:
    assert profile_of({}, [], None) == ({}, [])
    figures, _ = profile_of({"answer.py": "x = 1"}, [{"console": []}], None)
    assert {name for name, value in figures.items() if value is not None} == {
        "n_console_errors",
        "n_console_warnings",
        "weight_bytes",
    }


@pytest.mark.django_db
def test_graded_answers_are_profiled_once_and_a_regrade_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quality, "MIN_AGE", timedelta(seconds=-1))
    version = factories.make_suite([factories.make_spec("one"), factories.make_spec("two")])
    run = factories.make_run(version, [factories.make_model("a/x")])
    factories.finish_run(run, [Verdict.PASSED, Verdict.NO_CODE])
    assert profile_answers() == 2
    assert profile_answers() == 0
    (figures,) = quality_figures([run.pk]).values()
    assert (figures["n_console_errors"].n, figures["n_console_errors"].n_flawed) == (1, 1)
    assert figures["n_access"].share is None
    old = QualityProfile.objects.filter(n_console_errors__gt=0).get()
    factories.grade(old.candidate, Verdict.PASSED, f"```tsx\n{factories.COMPONENT}```", {"console": []})
    assert profile_answers() == 1
    (figures,) = quality_figures([run.pk]).values()
    assert figures["n_console_errors"].share == 0.0, "the old judgement counts no more"
    rule = next(rule for rule in RULES if rule.name == "weight_bytes")
    key = (run.pk, old.model_id, old.strategy)
    assert [each.candidate_id for each in answers_behind(rule, key)] == [old.candidate_id]
    assert Grading.objects.filter(created_at__lt=now()).count() == 3
