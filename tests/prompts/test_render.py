"""The rendered prompt is exactly the one that the strategy describes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluations.errors import SuiteError
from evaluations.packages import CHECKS_ONLY, FOR_ALL_LANES, FOR_ANSWERS, FOR_TESTS, PAGE, PAGE_CHECKS_ONLY
from evaluations.prompts import CONDITIONS, STRATEGIES, TITLES, Attempt, render, render_repair, unsupported_reason
from evaluations.records import Checks, Kind, TaskSpec, Verdict

SPEC = TaskSpec(
    slug="t",
    title="T",
    kind=Kind.HOOK,
    prompt="A react custom hook that logs.",
    checks=Checks(path="checks.test.tsx", source="test('x', () => {});"),
    context={"src/a.ts": "export const a = `x`;\n", "src/b.md": "```js\nconst b = 1;\n```\n"},
)


def test_plain_is_the_request_its_language_and_its_files() -> None:
    (message,) = render("plain", SPEC).messages
    assert message.role == "user"
    assert message.content == (
        "A react custom hook that logs.\n\nWrite it in TypeScript with JSX (TSX).\n\n"
        f"It runs in a browser. Of packages only these can be imported: {', '.join(FOR_ANSWERS)}. "
        "Tailwind classes take effect.\n\n"
        "File `src/a.ts`:\n```ts\nexport const a = `x`;\n```\n\n"
        "File `src/b.md`:\n````md\n```js\nconst b = 1;\n```\n````"
    )


# Strategies that do not fit every task have their own tests.
CHATS = [strategy for strategy in STRATEGIES if strategy not in CONDITIONS]


@pytest.mark.parametrize("strategy", CHATS)
def test_every_strategy_contains_the_request_and_has_a_title(strategy: str) -> None:
    prompt = render(strategy, SPEC)
    assert prompt.strategy == strategy
    assert "A react custom hook that logs." in prompt.messages[-1].content
    assert prompt.messages[-1].role == "user"
    assert TITLES[strategy]


def test_strategies_differ() -> None:
    texts = {strategy: str(render(strategy, SPEC).messages) for strategy in CHATS}
    assert texts.pop("repair") == texts["plain"], "what is repaired is the plain answer"
    assert len(set(texts.values())) == len(texts)


def test_an_unknown_strategy_is_named() -> None:
    with pytest.raises(SuiteError, match="telepathy"):
        render("telepathy", SPEC)


def test_plain_page_is_asked_for_by_its_files() -> None:
    spec = TaskSpec(
        slug="t",
        title="T",
        kind=Kind.PAGE,
        prompt="A page.",
        language="html",
        entry="src/index.html",
        checks=Checks(path="checks.spec.ts", source="test('x', () => {});"),
    )
    question = render("plain", spec).messages[0].content
    assert question.startswith(
        "A page.\n\nWrite plain HTML, CSS and JavaScript without libraries: the page `src/index.html`"
    )
    assert "with its path in the line above it" in question
    assert "It must pass these tests; they open the page." in render("tests", spec).messages[0].content


def test_packages_are_named_where_a_page_runs_and_all_of_them_resolve() -> None:
    def prompt_text(kind: Kind, language: str = "tsx") -> str:
        return render("plain", replace(SPEC, kind=kind, language=language)).messages[0].content

    for kind in (Kind.HOOK, Kind.COMPONENT, Kind.PAGE, Kind.EXCEL, Kind.FREE, Kind.WRITE_TESTS):
        assert "only these can be imported: react, react-dom, xlsx, " in prompt_text(kind)
        assert ("vitest" in prompt_text(kind)) == (kind is Kind.WRITE_TESTS)
    for kind, language in ((Kind.FUNCTION, "js"), (Kind.PYTHON, "py"), (Kind.PAGE, "html")):
        assert "can be imported" not in prompt_text(kind, language)
    assert set(FOR_ANSWERS) <= {*PAGE, *FOR_ALL_LANES, "lodash"}
    assert set(FOR_TESTS) <= {*PAGE, *CHECKS_ONLY, *PAGE_CHECKS_ONLY}


def test_change_of_files_shows_them_and_takes_whole_files_or_a_diff() -> None:
    spec = replace(
        SPEC, kind=Kind.EDIT, language="js", entry="a.js", prompt="Add b.", context={"a.js": "one", "b.js": "two"}
    )
    content = render("plain", spec).messages[0].content
    assert content.startswith("Add b.\n\nChange only what is asked for.")
    assert "with its path in the line above it, or with a unified diff." in content
    assert content.endswith("File `a.js`:\n```js\none\n```\n\nFile `b.js`:\n```js\ntwo\n```")
    assert "can be imported" not in content
    assert "the changed files or a diff" in render("guardrail", spec).messages[0].content
    assert unsupported_reason("fill_in", spec) == "A change of given files has no place to fill in."
    assert "change of files" in unsupported_reason("completion", spec)
    attempt = Attempt(files={}, verdict=Verdict.NO_CODE, cause="Hunk 1 of a.js does not apply.")
    again = render_repair("repair", spec, attempt).messages[-1].content
    assert again.startswith("Your change cannot be made. Hunk 1 of a.js does not apply.")
    assert again.endswith("with its path in the line above it.")


def test_vue_is_asked_for_as_one_file_with_the_packages_that_need_no_react() -> None:
    spec = replace(SPEC, language="vue", entry="answer.vue", prompt="A counter.", context={})
    content = render("plain", spec).messages[0].content
    assert "Write one Vue 3 single-file component (`answer.vue`)" in content
    assert "only these can be imported: vue," in content
    assert "react" not in content
