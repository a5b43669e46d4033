"""Removes the names of models from text for blind reviewers, and marks the places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from pygments.token import Comment, String, is_token_subtype

from evaluations.models import LanguageModel
from evaluations.queries.demonstrations import DEMONSTRATION_MODEL
from webapp.site.highlight import lexer_for

MARK = "▒▒▒"
# An identifier has to stay an identifier, and the same name has to become the same word everywhere.
IN_CODE = "hidden"
# Names that may be in comments of answers of any model. In code they are kept, because `llama` may be an animal.
WELL_KNOWN = (
    "chatgpt",
    "openai",
    "gpt-?[345][.o\\w-]*",
    "claude",
    "anthropic",
    "gemini",
    "gemma",
    "bard",
    "copilot",
    "codex",
    "code[ -]?llama",
    "llama(?:[ -]?\\d[\\w.-]*)?",
    "deepseek[\\w.-]*",
    "mi[sx]tral[\\w.-]*",
    "codestral",
    "qwen[\\w.-]*",
    "wizard[ -]?coder",
    "star[ -]?coder\\d?",
    "smol[ -]?lm\\d*",
    "phi-?[1-4][\\w.-]*",
    "granite",
    "falcon",
    "vicuna",
    "ollama",
    "hugging ?face",
    "command-r",
    "yi-coder",
    "language model",
    "ai (?:assistant|model)",
    "\\d+(?:\\.\\d+)?[ -]?b(?:illion)? param\\w*",
)
GENERIC = frozenset(
    (
        "coder",
        "code",
        "instruct",
        "chat",
        "base",
        "mini",
        "small",
        "medium",
        "large",
        "model",
        "python",
        "text",
        "lite",
        "turbo",
        "preview",
        "latest",
        "stored",
        "embedded",
        "local",
        "server",
        "tiny",
        "fast",
        "next",
        "plus",
        "vision",
        "reader",
        "reasoning",
        "thinking",
        "stable",
        "open",
    )
)
# A model's own name may not be in its id: maps part of a name to other names of its maker. Hidden in code too.
ALIASES = {
    "gpt": ("chatgpt", "openai"),
    "claude": ("anthropic",),
    "gemini": ("google deepmind",),
    "gemma": ("google deepmind",),
    "llama": ("meta ai",),
    "mistral": ("mixtral", "mistral ai"),
    "mixtral": ("mistral",),
    "codestral": ("mistral",),
    "qwen": ("alibaba", "tongyi"),
    "smollm": ("hugging face", "huggingface"),
    "starcoder": ("bigcode",),
    "granite": ("ibm granite",),
    "command": ("cohere",),
}
# Words that may follow a name and identify the model.
TAIL_WORD = r"(?:coder|code|instruct|chat|base|turbo|mini|large|small|v?\d+(?:\.\d+)*[bm]?)(?![a-z0-9]|\.\d)"
TAIL = re.compile(rf"{MARK}(?:[ \t_:.-]*(?:{MARK}|{TAIL_WORD}))+", re.IGNORECASE)
SIZE = re.compile(r"(?<![a-z0-9.])(\d+(?:\.\d+)?)\s?([bm])(?![a-z0-9])", re.IGNORECASE)
# Lexers of scripts do not treat these as comments, but browsers do.
OTHER_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)|/\*(?:(?!\*/).)*\Z", re.DOTALL)


def names_of(models: Iterable[LanguageModel]) -> frozenset[str]:
    """Return words that identify these models: ids, names, parts of names, families, digests. Lower case.

    Demonstration answers are named in ordinary words, like `unset-time`: only their whole names count.
    """
    names: set[str] = set()
    for model in models:
        base, _, tag = model.name.lower().partition(":")
        names |= {model.model_id.lower(), model.name.lower(), base, base.rpartition("/")[2]}
        names |= {part for part in (model.family.lower(), model.digest.lower(), model.digest.lower()[7:19]) if part}
        if len(tag) > 2 and tag not in GENERIC:
            names.add(tag)
        for word in [] if base.startswith(DEMONSTRATION_MODEL) else re.split(r"[-_/.: ]", base):
            if len(word) >= 4:
                names |= {word, word.rstrip("0123456789")}
        for part, others in ALIASES.items():
            if part in base:
                names |= set(others)
    return frozenset(name for name in names if len(name) >= 3 and name not in GENERIC)


def sizes_of(models: Iterable[LanguageModel]) -> frozenset[str]:
    """Return numbers of parameters in the models' ids, as `7b`.

    They are hidden in prose, because with the text of a comment they identify the model.
    """
    sizes = {number + letter.lower() for model in models for number, letter in SIZE.findall(model.name.lower())}
    return frozenset(sizes)


def without_comments(source: str, path: str = "") -> str:
    """Return the source without comments."""
    parts, end = [], 0
    for start, stop in comments_of(source, path):
        parts.append(source[end:start])
        end = stop
    return " ".join([*parts, source[end:]])


def comments_of(source: str, path: str = "") -> list[tuple[int, int]]:
    """Start and end of each comment and docstring, in order; a path without a known ending is read as TSX."""
    lexer = lexer_for(path) or lexer_for("answer.tsx")
    assert lexer is not None
    comments: list[tuple[int, int]] = []
    inside = bytearray(len(source))  # 1 where a string is, or the rest of a comment behind its first character
    for start, kind, text in lexer.get_tokens_unprocessed(source):
        stop = start + len(text)
        if is_token_subtype(kind, Comment) or is_token_subtype(kind, String.Doc):
            comments.append((start, stop))
            inside[start + 1 : stop] = b"\1" * (stop - start - 1)
        elif is_token_subtype(kind, String):
            inside[start:stop] = b"\1" * len(text)
    comments += [match.span() for match in OTHER_COMMENT.finditer(source) if not inside[match.start()]]
    return _join_spans(sorted(comments))


def _join_spans(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that touch or overlap, because a lexer splits a comment into several tokens."""
    joined: list[tuple[int, int]] = []
    for start, stop in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined


@dataclass(frozen=True)
class Mask:
    """Hides names: everywhere in prose and comments, and in code too where they are those of the campaign."""

    names: frozenset[str]
    sizes: frozenset[str] = frozenset()

    @cached_property
    def _own(self) -> re.Pattern[str]:
        # Longest first, so that a whole id is replaced at once; short names only as separate words.
        words = sorted(self.names, key=lambda name: (-len(name), name))
        parts = [
            re.escape(word) if len(word) >= 5 else rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])" for word in words
        ]
        return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)

    @cached_property
    def _any(self) -> re.Pattern[str]:
        known = "|".join(rf"(?<![a-z0-9])(?:{word})(?![a-z0-9])" for word in WELL_KNOWN)
        sizes = "|".join(rf"(?<![a-z0-9.]){re.escape(size[:-1])}\s?{size[-1]}(?![a-z0-9])" for size in self.sizes)
        return re.compile("|".join(part for part in (self._own.pattern, known, sizes) if part), re.IGNORECASE)

    def prose(self, text: str) -> str:
        """Return console lines, messages, notes: every known name becomes MARK, with the words that belong to it."""
        return TAIL.sub(MARK, self._any.sub(MARK, text))

    def own(self, text: str) -> str:
        """Replace the campaign's own names by MARK; others stay: for the task's text, which is the same for all."""
        return self._own.sub(MARK, text)

    def is_said(self, text: str) -> bool:
        """Return whether the text contains one of the campaign's own names."""
        return self._own.search(text) is not None

    def code(self, source: str, path: str = "") -> str:
        """Return code with comments as prose; elsewhere the campaign's own names become a word that keeps the code
        working.
        """
        out, end = [], 0
        for start, stop in comments_of(source, path):
            out += [self._own.sub(IN_CODE, source[end:start]), self.prose(source[start:stop])]
            end = stop
        return "".join([*out, self._own.sub(IN_CODE, source[end:])])

    def files(self, files: Mapping[str, str]) -> dict[str, str]:
        """Return paths and sources; the same name becomes the same word, so that imports still fit."""
        return {self._own.sub(IN_CODE, path): self.code(source, path) for path, source in files.items()}


def mask_for(models: Iterable[LanguageModel]) -> Mask:
    """Return the mask that hides these models."""
    rows = list(models)
    return Mask(names_of(rows), sizes_of(rows))
