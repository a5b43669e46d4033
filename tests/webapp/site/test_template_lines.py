"""Lines of templates have at most 140 characters, so that people can read them.

{% with %} and {% url … as … %} shorten a long tag.
"""

from __future__ import annotations

from pathlib import Path

TEMPLATES = Path(__file__).parents[3] / "templates"
LONGEST = 140


def test_no_template_line_is_longer_than_140_characters() -> None:
    long = [
        f"{path.name}:{number}: {len(line)}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > LONGEST
    ]
    assert not long
