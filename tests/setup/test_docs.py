"""README and code say the same."""

from __future__ import annotations

import json
import re
from pathlib import Path

from evaluations.records import Verdict
from tests.setup.test_compose import settings_names

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()


def first_column(heading: str) -> list[str]:
    """Cells of the first column of the table under a heading."""
    section = README.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [line for line in section.splitlines() if line.startswith("| ")]
    return [row.split("|")[1].strip() for row in rows[1:]]


def test_readme_names_every_setting_and_no_other() -> None:
    assert sorted(name.strip("`") for name in first_column("Settings")) == sorted(settings_names())


def test_readme_names_the_verdicts_in_rising_precedence() -> None:
    assert [name.strip("`") for name in first_column("How a verdict is reached")] == [v.value for v in Verdict]


def test_readme_says_what_each_package_is_for() -> None:
    named = {name for cell in first_column("What it stands on") for name in re.split(r",\s*", cell)}
    wanted = set(re.findall(r"^([a-z0-9@][\w./-]*)", (ROOT / "requirements/runtime.in").read_text(), re.MULTILINE))
    if (ROOT / "package.json").exists():
        wanted |= set(json.loads((ROOT / "package.json").read_text())["dependencies"])
    if (ROOT / "requirements/model.txt").exists():
        wanted |= set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements/model.txt").read_text(), re.MULTILINE))
    assert wanted - named == set()


def test_commands_of_the_readme_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"^make ([a-z]+)", README, re.MULTILINE)) <= targets
    commands = {path.stem for path in (ROOT / "evaluations/management/commands").glob("[a-z]*.py")}
    assert set(re.findall(r"manage\.py ([a-z_]+)", README)) <= commands


def test_readme_names_what_else_is_read_from_the_environment() -> None:
    read: set[str] = set()
    for folder in ("evaluations", "webapp", "scripts"):
        for path in (ROOT / folder).rglob("*.py"):
            read |= set(re.findall(r'os\.environ(?:\.get\(|\[)"([A-Z_]+)"', path.read_text()))
    for_ourselves = {"BAKEOFF_ROLE", "MAKELEVEL", "PATH", "DJANGO_SETTINGS_MODULE", "PLAYWRIGHT_BROWSERS_PATH"}
    assert {name for name in read - for_ourselves if f"`{name}" not in README} == set()
