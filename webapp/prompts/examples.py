"""Examples typed as “call → expected”, one a line, and the test file made from them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

ARROW = re.compile(r"\s*(?:→|=>|->)\s*")
CLOSES = {")": "(", "]": "[", "}": "{"}
MADE_TEST = re.compile(r'^  test\(("(?:[^"\\]|\\.)*"), \(\) => \{$', re.MULTILINE)
IMPORTED = re.compile(r'^import \{ [^}]* \} from ("\./[^"]*");$', re.MULTILINE)
CALL = re.compile(r"^\s*([A-Za-z_$][\w$]*)\s*\((.*)\)\s*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Example:
    """One call and the value it must return, both JavaScript expressions."""

    name: str
    call: str
    expected: str


def parse(text: str) -> list[Example]:
    """Return the examples of a text; blank lines and lines starting with # or // are left out.

    The last arrow of a line separates, so that calls may contain arrow functions. Raises ValueError with the line.
    """
    return [
        _example(line, number)
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() and not line.lstrip().startswith(("#", "//"))
    ]


def _example(line: str, number: int) -> Example:
    arrows = list(ARROW.finditer(line))
    if not arrows:
        raise ValueError(f'Line {number}: "{line.strip()}" has no arrow. Write it like add(2, 3) → 5.')
    call, expected = line[: arrows[-1].start()].strip(), line[arrows[-1].end() :].strip()
    match = CALL.match(call)
    if not match:
        raise ValueError(f'Line {number}: "{call}" is not a function call. Write it like add(2, 3) → 5.')
    if not expected:
        raise ValueError(f"Line {number}: nothing comes after the arrow. Write the value that {call} returns.")
    for part in (call, expected):
        if error := _open_part(part):
            raise ValueError(f"Line {number}: {error} in {part} is never closed. Close it.")
    return Example(match[1], call, expected)


def _open_part(expression: str) -> str:
    """Return the bracket or quote that is left open or closed too often; empty when all match."""
    waiting: list[str] = []
    quote = ""
    characters = iter(expression)
    for c in characters:
        if c == "\\":
            next(characters, "")
        elif quote:
            quote = "" if c == quote else quote
        elif c in "'\"`":
            quote = c
        elif c in CLOSES.values():
            waiting.append(c)
        elif c in CLOSES and (not waiting or waiting.pop() != CLOSES[c]):
            return c
    return quote or (waiting[-1] if waiting else "")


def to_checks(text: str, module: str) -> str:
    """Return a Vitest file with one test per example; module: where the answer is imported from ("./answer")."""
    parsed = parse(text)
    names = ", ".join(sorted({example.name for example in parsed}))
    tests = "\n".join(
        f"  test({json.dumps(f'{example.call} → {example.expected}', ensure_ascii=False)}, () => {{\n"
        f"    expect({example.call}).toEqual({example.expected});\n  }});"
        for example in parsed
    )
    return (
        'import { describe, expect, test } from "vitest";\n'
        f"import {{ {names} }} from {json.dumps(module)};\n\n"
        f'describe("examples", () => {{\n{tests}\n}});\n'
    )


def from_checks(source: str) -> str:
    """Return the examples that a test file was made from, one a line; empty for a test file of another origin."""
    names = [json.loads(match[1]) for match in MADE_TEST.finditer(source)]
    text = "\n".join(names)
    module = IMPORTED.search(source)
    try:
        is_made = bool(names) and module is not None and to_checks(text, json.loads(module[1])) == source
    except ValueError:
        return ""
    return text if is_made else ""


def entry_point(text: str) -> str | None:
    """Return the name that the examples call; None when there are none or they call several."""
    names = {example.name for example in parse(text)}
    return names.pop() if len(names) == 1 else None
