"""Docstrings, comments, page texts and docs are free of turns of phrase that readers of school English stumble over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("evaluations", "webapp", "templates", "static/js", "bench", "scripts", "tests", "docs")
PAGES = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "suites/*/README.md")
ENDINGS = {".py", ".html", ".md", ".ts", ".js", ".mjs"}
# Applied migrations, input of tests, installed and built files, this list, and a text that models are sent.
SKIPPED = re.compile(
    r"/(?:migrations|golden|fixtures|node_modules|\.venv|vendor|dist|__pycache__)/|tests/test_plain_english|prompts/repository\.py"
)
# A text that each match contains (searching for it is fast), the pattern, and what to write instead.
PATTERNS = [
    ("so many", r"\bso many\b(?! (?:as|that)\b)", "the number, its name (n tasks) or “that many”"),
    ("so long", r"\bfor so long\b", "how long"),
    ("is none", r"(?<!there )\bis none\b", "“is not a …” or “does not have one”"),
    ("stand", r"(?<![-\w])stands? (?:in|on|at|beside|behind|before|around|above|for|there)\b", "“is”"),
    ("stood", r"\bstood (?:in|on|at|beside|behind|before|around|above|for|there)\b", "“was”"),
    (
        "obody",
        r"(?<!none: )\b[Nn]obody (?:\w+ )?(?:says?|said|knows?|names?|named|defines?|typed)\b",
        "“it is unknown”",
    ),
    (" of ", r"\bof (?:now|then|before|late)[ .,;:)](?!seen)", "“present”, “earlier” or “recent”"),
    (" very ", r"\b(?:the|this|that|these) very (?!same\b)", "the sentence without “very”"),
    (" anew", r" anew\b", "“again”"),
    (" afresh", r" afresh\b(?! =)", "“again”"),
    ("a word", r"\b(?:cut|dropped|refused|and) without a word\b", "“silently” or “without notice”"),
    ("besides", r"(?<!\.)\bbesides[.;,](?!\w)", "“too” or “as well”"),
    ("through", r"\bis (?:not )?through[.,;:]", "“has ended”"),
    (" is ", r"(?:^|[.;:] )(?:Shown|Offered|Named|Counted|Told) is ", "a sentence that begins with its subject"),
    (" are ", r"(?:^|[.;:] )(?:Shown|Offered|Named|Counted|Told) are ", "a sentence that begins with its subject"),
    ("what is found", r"\bwhat is found\b", "what it is"),
    ("for the sake", r"\bfor the sake of\b", "“because of”"),
    ("its business", r"\bnone of (?:its|his|their) business\b", "“must not”"),
]


def texts() -> Iterator[tuple[str, str]]:
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.*")]
    paths += [path for page in PAGES for path in ROOT.glob(page)]
    for path in paths:
        name = str(path.relative_to(ROOT))
        if path.suffix in ENDINGS and not SKIPPED.search(name):
            yield name, path.read_text(encoding="utf-8")


def found_in(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield offset, words and advice for each match."""
    for part, pattern, advice in PATTERNS:
        if part in text:
            for match in re.finditer(pattern, text, re.MULTILINE):
                yield match.start(), match.group().strip(), advice


def test_no_sentence_uses_the_old_turns_of_phrase() -> None:
    complaints = [
        f"{name}:{text.count(chr(10), 0, at) + 1}: instead of “{words}” write {advice}."
        for name, text in texts()
        for at, words, advice in found_in(text)
    ]
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize(
    "sentence",
    [
        "Each is so many times as long as usual.",
        "A quotation mark may stand for itself.",
        "The rule of now and the one before.",
        "An apostrophe without a partner is none.",
        "Names that nobody defines.",
        "# the transaction is not through: wait for it",
        "The page was cut without a word.",
        "Shown is the newest run.",
        "It begins anew.",
    ],
)
def test_old_turn_of_phrase_is_noticed(sentence: str) -> None:
    assert list(found_in(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "Return None when there is none.",
        "if value is None:",
        "There were so many that the page was slow.",
        "A very long file is cut.",
        "Nobody else has voted yet.",
        "drafts = drafts.exclude(pk=besides.pk)",
    ],
)
def test_ordinary_sentence_is_accepted(sentence: str) -> None:
    assert not list(found_in(sentence))
