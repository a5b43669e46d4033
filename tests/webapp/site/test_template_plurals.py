"""A count in a template has its noun in the right number: “1 answer”, never “1 answers”."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from webapp.site.figure_tags import points_noun

TEMPLATES = Path(__file__).parents[3] / "templates"
# A printed value, at most one adjective, and a word with an s at its end that no `pluralize` made.
COUNT_AND_WORD = re.compile(
    r"\{\{\s*([^}]*?)\s*\}\}(?:\s|<[^>]*>)+"
    r"(?:(?:blind|common|correct|different|earlier|finished|missing|more|new|older|open|other|selected|stored|waiting|wrong)\s+)?"
    r"([a-z]+s)\b(?!\{\{|\{%|/s)"
)
# Words with this end that are no plural of a noun: verbs after a name, units, and others.
NOT_PLURALS = frozenset(
    {
        "across",
        "address",
        "affects",
        "always",
        "as",
        "asks",
        "class",
        "counts",
        "does",
        "ends",
        "has",
        "is",
        "its",
        "less",
    }
    | {"ms", "pass", "passes", "plus", "records", "says", "series", "stays", "status", "takes", "this", "thus", "us"}
    | {"uses", "was", "writes"}
)
NO_COUNTS = ("team", "what")  # names, not numbers
FRACTION = "decimals"  # 1.0 tokens


def wrong_plurals(text: str) -> list[str]:
    """Return values that are printed before a plural noun, whether they are 1 or not."""
    return [
        " ".join(match[0].split())
        for match in COUNT_AND_WORD.finditer(text)
        if match[2] not in NOT_PLURALS
        and match[1] not in NO_COUNTS
        and "pluralize" not in match[1]
        and FRACTION not in match[1]
    ]


@pytest.mark.parametrize(
    ("text", "n_wrong"),
    [
        ("{{ n }} answers", 1),
        ("<b>{{ n|intcomma }}</b> new\n  answers", 1),
        ("{{ n }} answer{{ n|pluralize }}", 0),
        ("{{ n }} strateg{{ n|pluralize:'y,ies' }}", 0),
        ("{{ name }} asks {{ speed|decimals:1 }} tokens/s", 0),
    ],
)
def test_plural_without_pluralize_is_seen(text: str, n_wrong: int) -> None:
    assert len(wrong_plurals(text)) == n_wrong


@pytest.mark.parametrize(("share", "noun"), [(0.01, "point"), (-0.01, "point"), (-0.06, "points"), (None, "points")])
def test_difference_has_its_noun_in_the_right_number(share: float | None, noun: str) -> None:
    assert points_noun(share) == noun


def test_counts_in_templates_have_the_right_number() -> None:
    wrong = {
        str(path.relative_to(TEMPLATES)): lines
        for path in sorted(TEMPLATES.rglob("*.html"))
        if (lines := wrong_plurals(path.read_text()))
    }
    assert wrong == {}
