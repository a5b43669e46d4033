"""Names that had to be explained do not return: a name says what a thing is, in the field's own word."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# The harness is bundled: another name there would change the version of all stored results.
FILES = [
    path
    for folder in ("evaluations", "webapp", "scripts", "bench")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if not {"migrations", "harness", "node_modules", ".venv"} & set(path.parts)
]
# Name, as a pattern for the whole name, to what to write instead. Functions, classes and constants of a module.
DEFINITIONS = {
    r"_?plain|(?!is_)\w+_plain": "to_json, or the thing: run_to_json",
    r"_one": "what it returns: _workbook_or_404",
    r"_of|_said|_told|_given|_what": "what it returns",
    r"_?why_not(?!_(?:offered|asked)$)\w*|why_of|\w+_whys": "…_error, …_reason, …_difference",
    r"_?fits": "matches, can_apply",
    r"take_back\w*": "undo_…",
    r"_?judged?|judge_\w+": "grade, with_verdict",
    r"Wanted|Asked|Told|Found|Kept|Named|Compared|Chosen|Checked|Drawn|Placed|Moved|Linked|Pulled|Judged": "a noun",
    r"Hurried|IdledAway|Taker|AtTask|Restless|Forged|Merging|Elsewhere|Both|Versus|Unseen|\w+Asked": "a noun",
    r"Plain|Thing|AboutThing|\w*_thing": "Item",
    r"RESTLESS|GOOD": "EXCEEDED_LIMITS, ACCEPTABLE",
    r"AT_ONCE|A_PAGE|\w+_A_PAGE": "BATCH, …_PER_PAGE",
    r"AWAY|DO|MORE|ADD|TOLD|KNEW|WAYS|SEES|UNSENT|FORMER|LASTS|THINGS|KEPT|KEPT_FOR|KEPT_S|HELD_FOR": "a noun",
}
LOCALS = {"found", "asked", "wanted", "said", "told", "trouble", "cure"}
ALLOWED = {"star_thing", "unstar_thing"}  # operations of the API: the generated client has methods of these names


def definitions(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name
    for statement in tree.body:
        targets = statement.targets if isinstance(statement, ast.Assign) else [getattr(statement, "target", None)]
        for target in targets:
            yield from ((n.lineno, n.id) for n in ast.walk(target) if isinstance(n, ast.Name)) if target else ()


def local_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for node in ast.walk(function):
                if isinstance(node, ast.arg):
                    yield node.lineno, node.arg
                elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    yield node.lineno, node.id


def complaints_about(source: str) -> Iterator[str]:
    tree = ast.parse(source)
    for line, name in definitions(tree):
        for pattern, instead in DEFINITIONS.items():
            if name not in ALLOWED and re.fullmatch(pattern, name):
                yield f"{line}: instead of {name} write {instead}"
    yield from (f"{line}: name the thing instead of {name}" for line, name in local_names(tree) if name in LOCALS)
    for function in ast.walk(tree):
        keywords = getattr(getattr(function, "args", None), "kwarg", None)
        if isinstance(keywords, ast.arg) and keywords.arg == "more":
            yield f"{keywords.lineno}: instead of **more write **kwargs, **fields or **options"


def test_no_name_of_the_old_kinds_is_defined() -> None:
    complaints = [f"{path.relative_to(ROOT)}:{text}" for path in FILES for text in complaints_about(path.read_text())]
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize(
    "source",
    [
        "def _plain(row): ...",
        "class Wanted: ...",
        "ROWS_A_PAGE = 50",
        "def start(row):\n    found = row.pk",
        "def plan(row, *, asked): ...",
        "def make(**more): ...",
        "class Rules:\n    def fits(self, line): ...",
    ],
)
def test_old_kind_of_name_is_noticed(source: str) -> None:
    assert list(complaints_about(source))


@pytest.mark.parametrize(
    "source",
    [
        "def to_json(record): ...",
        "ROWS_PER_PAGE = 50",
        "def start(row):\n    result = row.pk",
        "def make(**kwargs): ...",
        "why_not_offered = ''",
    ],
)
def test_ordinary_name_is_accepted(source: str) -> None:
    assert not list(complaints_about(source))
