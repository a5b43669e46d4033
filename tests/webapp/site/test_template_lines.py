"""Lines of templates, and of pages in suites that ship, have at most 140 characters, so that people can read them.

{% with %} and {% url … as … %} shorten a long tag.
"""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LONGEST = 140


@pytest.mark.parametrize("folder", ["templates", "suites"])
def test_no_line_is_longer_than_140_characters(folder: str) -> None:
    long = [
        f"{path.relative_to(ROOT)}:{number}: {len(line)}"
        for path in sorted((ROOT / folder).rglob("*.html"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > LONGEST
    ]
    assert not long
