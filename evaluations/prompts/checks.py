"""Ask a model for tests of a task: what the task asks for, its reference, the tests there are, and the rules."""

from __future__ import annotations

import re

from evaluations.errors import SuiteError
from evaluations.prompts.plain import context_file
from evaluations.records import Kind, Message, Prompt, TaskSpec

MOST_TESTS = 8  # that are asked for
EXPORTED = re.compile(r"\bexport\s+(?:default\s+)?(?:async\s+)?(?:function\*?|const|let|class)\s+([A-Za-z_$][\w$]*)")
ASK = """Write tests for the code below. It is the solution of this request:

{request}

The solution:

{files}"""
EXISTING_TESTS = "These tests are there already. Do not repeat them: test what they leave out.\n\n{file}"
RULES = """Write up to {n} short tests, each on its own, each with a name of its own. Each tests one thing that the
request asks for, with exact expected values; cover the edges, and mistakes that a programmer makes easily. Test what
the request asks for, not how this solution does it: another right solution must pass too.

Begin with these lines, and import nothing else:

```{language}
{head}
```

{how}Answer with the complete test file in one code block and nothing else."""
FUNCTION = "`test`, `expect` and `vi` are there as in Vitest. "
COMPONENT = (
    "`test`, `expect` (with the matchers of jest-dom) and `vi` are there as in Vitest. Render the component in each "
    "test. Find elements by their role and name, never by class or place. "
)
HOOK = "`test`, `expect` and `vi` are there as in Vitest. Call the hook with renderHook in each test. "
PAGE = (
    'Each test is a Playwright test, `test("…", async ({ page }) => { … })`, and begins with `await page.goto("/");`. '
    "Find elements by their role and name, never by class or place. "
)


EDIT = (
    "`describe`, `test`, `expect` and `vi` are there as in Vitest. Test what the request changes, and also what must "
    "stay as it is. "
)
PYTHON = "Each test is a function whose name begins with test_, without arguments, and uses plain assert. "
UNSUPPORTED_KINDS = {
    Kind.EXCEL: "An Excel upload needs no checks: the workbook's expected data decide. Press Try.",
    Kind.VISUAL: "A picture to rebuild needs no checks: the pages are compared. Press Try.",
    Kind.WRITE_TESTS: "Here the answer is the tests. The mutants decide: write wrong versions of the given code.",
    Kind.FREE: "People judge a free task: it has no checks. Choose another kind, or keep it as it is.",
}


def unsupported_reason(kind: Kind) -> str:
    """Return why no model is asked for checks of a kind, with what to do; "" when it can be."""
    return UNSUPPORTED_KINDS.get(kind, "")


def render(spec: TaskSpec) -> Prompt:
    """Render the prompt, with the task's existing tests. Raises SuiteError for a kind without checks."""
    if why := unsupported_reason(spec.kind):
        raise SuiteError(why)
    given = {**spec.context, **spec.reference}  # of kind edit the reference replaces given files
    files = "\n\n".join(context_file(path, text) for path, text in given.items())
    parts = [ASK.format(request=spec.prompt.strip(), files=files)]
    if spec.checks is not None:
        parts.append(EXISTING_TESTS.format(file=context_file(spec.checks.path, spec.checks.source)))
    language = spec.checks.path.rpartition(".")[2] if spec.checks else _language(spec)
    parts.append(RULES.format(n=MOST_TESTS, language=language, head=head_of(spec), how=_instructions(spec)))
    return Prompt(messages=(Message(role="user", content="\n\n".join(parts)),), strategy="checks")


def _language(spec: TaskSpec) -> str:
    return {"html": "ts", "vue": "ts"}.get(spec.language, spec.language)


def _instructions(spec: TaskSpec) -> str:
    if spec.language == "html":
        return PAGE
    if spec.language == "py":
        return PYTHON
    if spec.kind is Kind.EDIT:
        return COMPONENT + EDIT if spec.language in ("jsx", "tsx") else EDIT
    return {Kind.FUNCTION: FUNCTION, Kind.HOOK: HOOK}.get(spec.kind, COMPONENT)


def head_of(spec: TaskSpec) -> str:
    """Return the first lines of the test file: the answer is found by what it exports, in whichever form it does so."""
    if spec.language == "html":
        return 'import { test, expect } from "@playwright/test";'
    if spec.language == "py":
        return f"from {spec.entry.rpartition('.')[0]} import {spec.entry_point or '*'}"
    module = f"./{spec.entry.rpartition('.')[0] if spec.language != 'vue' else spec.entry}"
    import_line = f'import * as answer from "{module}";'
    if spec.language == "vue":
        return "\n".join(
            (_library("screen, waitFor"), USER, 'import { renderWithoutReact } from "bakeoff";', import_line)
        )
    if spec.kind is Kind.EDIT:
        is_react = spec.language in ("jsx", "tsx")
        libraries = (_library("fireEvent, render, screen, waitFor, within"), USER) if is_react else ()
        return "\n".join((*libraries, import_line))
    name = spec.entry_point or _exported(spec)
    like = "/^[A-Z]/" if spec.kind is Kind.COMPONENT else "/^use/" if spec.kind is Kind.HOOK else "/^[a-z]/"
    name_option = f'name: "{name}", ' if spec.entry_point else ""
    is_typed = spec.language in ("ts", "tsx")
    chosen = f"const {name}{': any' if is_typed else ''} = pickExport(answer, {{ {name_option}like: {like} }});"
    pick = ('import { pickExport } from "bakeoff";', import_line, "", chosen)
    if spec.kind is Kind.COMPONENT:
        return "\n".join((_library("fireEvent, render, screen, waitFor, within"), USER, *pick))
    if spec.kind is Kind.HOOK:
        return "\n".join((_library("act, renderHook, waitFor"), *pick))
    return "\n".join(pick)


USER = 'import userEvent from "@testing-library/user-event";'


def _library(names: str) -> str:
    return f'import {{ {names} }} from "@testing-library/react";'


def _exported(spec: TaskSpec) -> str:
    """Return the reference's name for the tested export."""
    text = spec.reference.get(spec.entry, "")
    names = EXPORTED.findall(text)
    usual = {Kind.COMPONENT: "Tested", Kind.HOOK: "useTested"}.get(spec.kind, "tested")
    return next(iter(names), usual)
