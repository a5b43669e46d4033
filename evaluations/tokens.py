"""How many tokens a text has: counted by the model's own tokenizer, or estimated by kinds of characters.

The estimate is on the safe side: it was fitted to SmolLM2's, Llama's, Mistral's and GPT's tokenizers, and a test
keeps it above the highest of them.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

# Characters for each token of a suggested prompt with headers, types and sample rows.
CHARS_PER_TOKEN = 2.0
PIECES = re.compile(r"[A-Za-z0-9]+|\r\n?|\n|[ \t]+|[!-/:-@\[-`{-~]+|[^\x00-\x7f]+|.", re.DOTALL)
PARTS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]")
WORDS_AND_NUMBERS = re.compile(r"[A-Za-z]+|[0-9]+")
# Letters that English syllables do not have: a word with them is split into short tokens.
UNUSUAL = re.compile(r"[b-df-hj-np-tv-xz]{4}|[jqxz]|^[^aeiouy]{3}", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCount:
    """Tokens of a text; is_exact: counted by the model's own tokenizer."""

    n: int
    is_exact: bool


def estimate_tokens(text: str) -> TokenCount:
    """Return the most tokens that the text is likely to have for any model: one for each digit, for example."""
    total = 1.0  # many tokenizers add a token at the beginning
    for match in PIECES.finditer(text):
        total += _most_tokens(match.group(), text[match.end() : match.end() + 1])
    return TokenCount(n=math.ceil(total), is_exact=False) if text else TokenCount(n=0, is_exact=False)


def fewest_tokens(text: str) -> int:
    """Return fewer tokens than any known tokenizer counts: a model that read fewer did not get the whole text."""
    return int(sum(_fewest(m.group(), text[m.end() : m.end() + 1]) for m in PIECES.finditer(text)))


def _most_tokens(piece: str, following: str) -> float:
    first = piece[0]
    if not first.isascii():
        return sum(_most_of_other(character) for character in piece)
    if first.isalnum():
        return _most_of_word(piece)
    if first in " \t":
        return _most_of_blanks(piece, following)
    if first.isprintable():
        is_line = len(piece) > 5 and piece.count(first) == len(piece)
        return math.ceil(len(piece) / 3) if is_line else 1 + (len(piece) - 1) * 0.85
    return len(piece)


def _most_of_other(character: str) -> float:
    n_bytes = len(character.encode(errors="replace"))
    return 1.5 if n_bytes == 2 and character.isalpha() else n_bytes


def _most_of_word(run: str) -> float:
    parts: list[str] = PARTS.findall(run)
    n_digits = sum(part.isdigit() for part in parts)
    is_scrambled = len(parts) > 2 and (0 < n_digits < len(run) or len(parts) * 3 > len(run))
    if is_scrambled:  # hexadecimal, base64
        return n_digits + (len(run) - n_digits) * 0.93
    return sum(_most_of_part(part) for part in parts)


def _most_of_part(part: str) -> float:
    n = len(part)
    if part.isdigit():
        return 1
    if n > 1 and part.isupper():
        return max(1, n * 0.75)
    if UNUSUAL.search(part):
        return max(1, n * 0.78)
    return 0.95 + 0.12 * (n - 1)


def _most_of_blanks(run: str, following: str) -> float:
    """Return the most tokens of blanks. One space belongs to the next word. Before a digit it does not: some
    tokenizers count it there.
    """
    if "\t" in run:
        return len(run)
    if len(run) > 1:
        return 1 + len(run) / 12
    if following.isascii() and following.isalpha():
        return 0
    return 0.3 if following.isascii() and following.isprintable() and not following.isdigit() and following else 1


def _fewest(piece: str, following: str) -> float:
    first = piece[0]
    if not first.isascii():
        return len(piece) * 0.05
    if first.isalnum():
        if following and not following.isascii():
            return 0  # belongs to a word with an accent and is counted with it
        runs = WORDS_AND_NUMBERS.findall(piece)
        return sum(math.ceil(len(run) / 3) if run[0].isdigit() else 1 + len(run) // 16 for run in runs)
    if first.isspace() or not first.isprintable():
        return 0
    if len(piece) == 1 and following.isalpha():
        return 0  # belongs to the next word
    return 1 if piece.count(first) == len(piece) else max(1, (len(piece) - 1) / 6)
