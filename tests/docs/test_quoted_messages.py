"""The messages that docs/how-to/server-trouble.md quotes are messages of the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs/how-to/server-trouble.md"
VALUE = "\0"  # a value that the code puts into the message


def quoted_messages(page: str) -> list[str]:
    """Return the quoted parts of the first column of the page's table; "…" in a quotation separates two of them."""
    cells = [line.split("|")[1] for line in page.splitlines() if line.startswith("| ")]
    quotations = [part for cell in cells for part in re.findall(r'"([^"]+)"', cell)]
    return [part.strip() for quotation in quotations for part in quotation.split("…") if part.strip()]


def texts_of_python(source: str) -> Iterator[str]:
    """Return each text of a module, with VALUE where an f-string has an expression."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else VALUE for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@cache
def messages() -> list[list[str]]:
    """Return the words of every text in the code and the templates."""
    texts: list[str] = []
    for folder in ("evaluations", "webapp"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            texts += texts_of_python(path.read_text())
    for path in sorted((ROOT / "templates").rglob("*.html")):
        texts.append(re.sub(r"\{\{.*?\}\}", VALUE, re.sub(r"<[^>]*>|\{%.*?%\}", " ", path.read_text())))
    return [text.split() for text in texts]


def begins_with(message: list[str], words: list[str], n_values: int) -> bool:
    """Whether the words are the beginning of the message. Up to n_values of them are values of the code."""
    if n_values < 0 or (words and not message):
        return False
    if not words:
        return True
    if VALUE in message[0]:
        rest, n_left = words[1:], n_values - 1
        return begins_with(message[1:], rest, n_left) or begins_with(message, rest, n_left)
    return message[0].strip(",.;:") == words[0].strip(",.;:") and begins_with(message[1:], words[1:], n_values)


def is_in_code(quotation: str) -> bool:
    """Whether some message has these words. At most half of them may be values."""
    words = quotation.split()
    return any(
        begins_with(message[at:], words, len(words) // 2)
        for message in messages()
        for at, word in enumerate(message)
        if word.strip(",.;:") == words[0].strip(",.;:") or VALUE in word
    )


@pytest.mark.parametrize("quotation", quoted_messages(PAGE.read_text()))
def test_quoted_message_is_in_the_code(quotation: str) -> None:
    assert is_in_code(quotation), f"No message says “{quotation}”. Quote what the code says."


def test_other_words_are_not_in_the_code() -> None:
    assert len(quoted_messages(PAGE.read_text())) > 10
    assert not is_in_code("the first token never arrived")
    assert not is_in_code("was silent: no last token")
