"""A model's own tokenizer, made from the vocabulary in a GGUF file or in Ollama's /api/show. It only counts.

Source: llama.cpp's src/llama-vocab.cpp, byte-level BPE ("gpt2") and SentencePiece by score ("llama"). For an unknown
kind or splitting rule the estimate is used.
"""

from __future__ import annotations

import heapq
import re
import sys
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, TypeGuard

CONTRACTIONS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)"
REST = r" ?[^\sLN]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
GPT_2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?[L]+| ?[N]+| ?[^\sLN]+|\s+(?!\S)|\s+"
LLAMA_3 = rf"{CONTRACTIONS}|[^\r\nLN]?[L]+|[N]{{1,3}}|{REST}"
QWEN_2 = rf"{CONTRACTIONS}|[^\r\nLN]?[L]+|[N]|{REST}"
# GGUF's name of the splitting rule to the expressions, each applied to the pieces of the one before. L, N: letters and
# numbers of Unicode, inside brackets.
RULES: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("gpt-2", "phi-2", "mpt", "olmo", "default"), (GPT_2,)),
    **dict.fromkeys(("smollm", "starcoder", "refact", "command-r", "codeshell"), (r"[N]", GPT_2)),
    **dict.fromkeys(("llama-bpe", "llama3", "llama-v3", "dbrx", "smaug-bpe", "falcon3"), (LLAMA_3,)),
    **dict.fromkeys(("qwen2", "stablelm2", "deepseek-r1-qwen", "hunyuan", "megrez"), (QWEN_2,)),
}
MOST_TOKENS, LONGEST_TOKEN = 1_000_000, 1000
LONGEST_PIECE = 20_000  # characters that are merged together: longer ones are cut, which costs a token at most
SPACE = "\u2581"


@dataclass(frozen=True)
class Vocabulary:
    """Counts by pieces; split: into what is never merged. ranks: a merged pair to its priority, the lowest first."""

    tokens: Mapping[str, Any]
    rank_of: Callable[[str, str], float | None]
    split: Callable[[str], list[str]]
    is_byte_level: bool
    counted: dict[str, int] = field(default_factory=dict)

    def count(self, text: str) -> int:
        """Return the number of tokens, without those of a chat template."""
        return sum(self._count_piece(piece) for piece in self.split(text))

    def _count_piece(self, piece: str) -> int:
        known = self.counted.get(piece)
        if known is None:
            known = 1 if piece in self.tokens else sum(map(self._size, merge(piece, self.rank_of)))
            if len(self.counted) < 50_000 and len(piece) < 40:
                self.counted[piece] = known
        return known

    def _size(self, symbol: str) -> int:
        """Return the number of pieces. SentencePiece writes what it does not know byte by byte."""
        return 1 if self.is_byte_level or symbol in self.tokens else len(symbol.encode(errors="replace"))


def read_vocabulary(keys: Mapping[str, Any]) -> Vocabulary | None:
    """Return the tokenizer that these GGUF keys describe; None when they lack it, or it is of an unknown kind."""
    tokens, kind = keys.get("tokenizer.ggml.tokens"), keys.get("tokenizer.ggml.model")
    if not _is_list_of_text(tokens):
        return None
    if kind == "gpt2":
        return _byte_level(tokens, keys)
    if kind == "llama":
        return _by_score(tokens, keys)
    return None


def merge(piece: str, rank_of: Callable[[str, str], float | None]) -> list[str]:
    """Return the symbols that are left when the pair of the lowest rank was merged again and again."""
    symbols: list[str] = list(piece)
    before, after = list(range(-1, len(symbols) - 1)), list(range(1, len(symbols) + 1))
    heap: list[tuple[float, int, str, str]] = []

    def offer(left: int) -> None:
        right = after[left] if left >= 0 else len(symbols)
        if right < len(symbols) and (rank := rank_of(symbols[left], symbols[right])) is not None:
            heapq.heappush(heap, (rank, left, symbols[left], symbols[right]))

    for i in range(len(symbols) - 1):
        offer(i)
    while heap:
        _, left, a, b = heapq.heappop(heap)
        right = after[left]
        if right >= len(symbols) or symbols[left] != a or symbols[right] != b:
            continue  # one of them was merged in the meantime
        symbols[left], symbols[right] = a + b, ""
        after[left] = after[right]
        if after[left] < len(symbols):
            before[after[left]] = left
        offer(left)
        offer(before[left])
    return [symbol for symbol in symbols if symbol]


def _byte_level(tokens: list[str], keys: Mapping[str, Any]) -> Vocabulary | None:
    merges, rule = keys.get("tokenizer.ggml.merges"), RULES.get(str(keys.get("tokenizer.ggml.pre", "default")))
    if rule is None or not _is_list_of_text(merges):
        return None
    ranks = {tuple(text.split(" ", 1)): float(rank) for rank, text in enumerate(merges)}
    expressions = [_compiled(text) for text in rule]

    def split(text: str) -> list[str]:
        pieces = [text]
        for expression in expressions:
            pieces = [part for piece in pieces for part in _split(expression, piece)]
        return ["".join(map(_byte_letters().__getitem__, piece.encode(errors="replace"))) for piece in pieces]

    return Vocabulary(dict.fromkeys(tokens), lambda a, b: ranks.get((a, b)), split, is_byte_level=True)


def _by_score(tokens: list[str], keys: Mapping[str, Any]) -> Vocabulary | None:
    scores = keys.get("tokenizer.ggml.scores")
    if not isinstance(scores, list) or len(scores) != len(tokens):
        return None
    if not all(isinstance(score, int | float) for score in scores):
        return None
    known = {token: -float(score) for token, score in zip(tokens, scores, strict=True)}
    has_prefix = keys.get("tokenizer.ggml.add_space_prefix", True) is not False

    def split(text: str) -> list[str]:
        whole = (SPACE if has_prefix and text else "") + text.replace(" ", SPACE)
        return [whole[i : i + LONGEST_PIECE] for i in range(0, len(whole), LONGEST_PIECE)]

    return Vocabulary(known, lambda a, b: known.get(a + b), split, is_byte_level=False)


def _is_list_of_text(value: Any) -> TypeGuard[list[str]]:
    return (
        isinstance(value, list)
        and 0 < len(value) <= MOST_TOKENS
        and all(isinstance(item, str) and len(item) <= LONGEST_TOKEN for item in value)
    )


def _split(expression: re.Pattern[str], text: str) -> list[str]:
    """Return pieces that the expression finds, and what is between them."""
    pieces, end = [], 0
    for match in expression.finditer(text):
        pieces += [text[end : match.start()], match.group()]
        end = match.end()
    cut = [piece for piece in [*pieces, text[end:]] if piece]
    return [piece[i : i + LONGEST_PIECE] for piece in cut for i in range(0, len(piece), LONGEST_PIECE)]


@lru_cache(maxsize=16)
def _compiled(expression: str) -> re.Pattern[str]:
    letters, numbers = _ranges()
    return re.compile(re.sub("[LN](?=[LN]?\\])", lambda m: letters if m.group() == "L" else numbers, expression))


@cache
def _ranges() -> tuple[str, str]:
    """Return the letters and numbers of Unicode as the inside of a bracket: `re` knows no \\p."""
    ranges: dict[str, list[str]] = {"L": [], "N": []}
    begun: tuple[str, int] | None = None
    for point in range(sys.maxunicode + 2):
        kind = unicodedata.category(chr(point))[0] if point <= sys.maxunicode else ""
        if begun and kind != begun[0]:
            if begun[0] in ranges:
                ranges[begun[0]].append(f"{re.escape(chr(begun[1]))}-{re.escape(chr(point - 1))}")
            begun = None
        begun = begun or (kind, point)
    return "".join(ranges["L"]), "".join(ranges["N"])


@cache
def _byte_letters() -> list[str]:
    """Return GPT-2's letter for each byte: printable ones are themselves, the others follow 255."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = iter(range(256, 512))
    return [chr(byte) if byte in printable else chr(next(others)) for byte in range(256)]
