"""docs/reference/commands.md names every command, make target, script and bench, and every option of each."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import load_command_class
from django.core.management.base import BaseCommand

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "reference" / "commands.md").read_text()
COMMANDS = sorted(path.stem for path in (ROOT / "evaluations/management/commands").glob("[a-z]*.py"))
DJANGO_OPTIONS = {word for action in BaseCommand().create_parser("", "")._actions for word in action.option_strings}
RUNNABLE = [
    *(path for path in (ROOT / "bench").glob("*.py") if "__main__" in path.read_text()),
    *(ROOT / "bench").glob("*/__main__.py"),
]


def section(name: str) -> str:
    """The text below a heading, up to the next one."""
    parts = re.split(r"^#+ (.+)$", PAGE, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True)).get(name, "")


def row_of(name: str) -> str:
    """The row of a table whose first cell begins with the name."""
    match = re.search(rf"^\| `{re.escape(name)}(?:[` ]).*$", PAGE, re.MULTILINE)
    return match[0] if match else ""


def missing_of(text: str, words: set[str]) -> list[str]:
    return [word for word in sorted(words) if not re.search(rf"{re.escape(word)}(?![\w-])", text)]


def options_of(parser: argparse.ArgumentParser) -> Iterator[str]:
    """The long options of a parser and of its commands."""
    for action in parser._actions:
        yield from (word for word in action.option_strings if word.startswith("--"))
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from options_of(below)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_described(name: str) -> None:
    text = section(name)
    assert text, f"commands.md has no heading “{name}”"
    if name == "migrate":
        return  # its options are Django's
    parser = load_command_class("evaluations", name).create_parser("manage.py", name)
    assert missing_of(text, set(options_of(parser)) - DJANGO_OPTIONS) == []


def test_every_make_target_is_described() -> None:
    targets = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert targets
    assert [target for target in targets[1].split() if not row_of(f"make {target}")] == []


@pytest.mark.parametrize("path", RUNNABLE, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_option_of_a_bench_is_described(path: Path) -> None:
    name = path.parent.name if path.stem == "__main__" else path.stem
    row = row_of(name)
    assert row, f"commands.md does not describe bench.{name}"
    assert missing_of(row, set(re.findall(r'add_argument\(\s*"(--[\w-]+)"', path.read_text()))) == []


@pytest.mark.parametrize("path", sorted((ROOT / "scripts").glob("*.py")), ids=lambda path: path.stem)
def test_every_script_that_is_a_command_is_described(path: Path) -> None:
    source = path.read_text()
    if "__main__" not in source:
        return
    row = re.search(rf"^\| `[^|]*scripts\.{path.stem}\b.*$", PAGE, re.MULTILINE)
    assert row, f"commands.md does not describe scripts.{path.stem}"
    assert missing_of(row[0], set(re.findall(r'add_argument\("(--[\w-]+)"', source))) == []


def test_every_option_of_the_client_is_described() -> None:
    source = (ROOT / "webapp/api/python_client_base.py").read_text()
    options = set(re.findall(r'add_argument\("(--[\w-]+)"', source))
    assert options
    assert missing_of(section("The client of the API"), options) == []


def test_no_command_is_described_that_does_not_exist() -> None:
    named = set(re.findall(r"^`manage\.py ([a-z_]+)", PAGE, re.MULTILINE))
    assert named == set(COMMANDS)
