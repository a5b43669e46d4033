"""Each shipped suite says what it can tell, and the figures of its levels are those of its tasks."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from evaluations.suites.folders import load_suite
from webapp.site.markdown_text import render_markdown

SHIPPED = Path(__file__).parents[2] / "suites"
NAMES = sorted(path.parent.name for path in SHIPPED.glob("*/suite.toml"))
LEVELS = ("easy", "medium", "hard")


@pytest.mark.parametrize("name", NAMES)
def test_suite_says_what_it_can_tell_and_how_hard_it_is(name: str) -> None:
    suite = load_suite(SHIPPED / name)
    assert "## What it can tell" in suite.readme
    assert "<h3>What it can tell</h3>" in render_markdown(suite.readme)
    assert suite.licence
    levels = Counter(level for task in suite.tasks for level in LEVELS if level in task.tags)
    assert levels.total() == len(suite.tasks), "a task has no level, or two"
    said = re.findall(r"^\| (easy|medium|hard) \| (\d+) \|", suite.readme, re.MULTILINE)
    said += [(level, n) for n, level in re.findall(r"(\d+) with (?:one|two) are `(\w+)`", suite.readme)]
    assert {level: int(n) for level, n in said} == dict(levels)
