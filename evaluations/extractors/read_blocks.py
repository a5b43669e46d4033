"""The code blocks of an answer: read, cut where they do not parse, and ranked by what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property

from evaluations.extractors.pieces import pieces
from evaluations.extractors.syntax import Code, Reader
from evaluations.records import Block, Kind, TaskSpec

TYPED_LABELS = {"ts", "tsx", "typescript", "typescriptreact"}
TESTS = re.compile(r"^\s*(?:describe|it|test)(?:\.\w+)*\s*[(`]", re.MULTILINE)
DEFINES = re.compile(r"\b(?:function|class)\b|=>")
# A body without code, or a comment in the place of code.
EMPTY_BODY = r"\{\s*(?:return\s*;?\s*|throw\s+new\s+Error\(\s*['\"`](?:not|todo|to be)\b[^)]*\)\s*;?\s*)?\}"
GAP = re.compile(
    r"(?://|/\*|\{/\*)[^\n]{0,80}?(?:\.\.\.|…|\b(?:todo|goes here|(?:code|logic|implementation|body) here"
    r"|your (?:\w+ )?(?:code|logic|implementation)|rest of|existing code|(?:same as|as) (?:before|above)"
    r"|to be implemented|fill (?:this )?in|implement (?:this|the|me|it)\b))|^\s*\.\.\.\s*$",
    re.IGNORECASE | re.MULTILINE,
)
COMMENTS = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
WRONG_MARK = re.compile(
    r"\b(?:mistakes?|pitfall|wrong|incorrect(?:ly)?|broken|buggy|do(?:es)?(?:n['’]?t| not) work|won['’]?t work"
    r"|bad example|anti-?pattern)\b|❌",
    re.IGNORECASE,
)
ANSWER_WORDS = r"(?:solution|version|code|way|implementation|function|hook|component|class|one|answer|approach)"
CORRECTED = re.compile(
    rf"\b(?:corrected|fixed|correction)\b|✅|\b(?:correct|right|working|proper) (?:{ANSWER_WORDS}|example)\b"
    rf"|\b(?:final|complete|rewritten) {ANSWER_WORDS}\b"
    r"|\b(?:let me|let['’]s|i['’]ll|i will) (?:fix|correct|rewrite|redo|revise|try (?:it )?again)\b"
    r"|\b(?:the fix|to fix (?:this|that|it))\b|\bkorrigiert|\bcorrigée?\b|\bcorregid[oa]\b|修正|更正|改正",
    re.IGNORECASE,
)
# "Here is an updated version" alone announces more than was asked for; after an admission it corrects.
AMENDED = re.compile(
    rf"\b(?:updated|revised|improved|new) {ANSWER_WORDS}\b|\binstead\b|\bshould (?:be|have|return|use)\b"
    rf"|\b{ANSWER_WORDS} that (?!is\b)",
    re.IGNORECASE,
)
ADMITTED = re.compile(
    rf"{WRONG_MARK.pattern}|\b(?:oops|sorry|apologies|wait|actually|hm+|hold on|scratch that|on second thoughts?"
    r"|i (?:missed|forgot|overlooked|made))\b",
    re.IGNORECASE,
)
# Not a correction: what the answer gives for another wish.
OTHER_WISH = re.compile(
    r"\bif you\b|\balternativ|\b(?:could|can|may|might) (?:also|instead|even)\b|\b(?:also|even) (?:use|write|do)\b"
    r"|\bprefer|\boptional",
    re.IGNORECASE,
)
SPACES = re.compile(r"[*_`~\s]+")


class Rank(IntEnum):
    """How faulty a block is, from no fault to the worst."""

    WHOLE = 0
    SHORTENED = 1  # cut by the extractor, or by the answer's end
    BROKEN = 2  # does not parse
    UNWANTED = 3  # a placeholder, or what the answer itself calls wrong


@dataclass(frozen=True, slots=True)
class ReadBlock:
    """One code block as the extractor would use it. is_cut: lines that did not parse were removed."""

    block: Block
    code: Code
    is_cut: bool


class ReadBlocks:
    """All blocks of one answer; each is read when it is first needed."""

    def __init__(self, text: str, blocks: Sequence[Block], spec: TaskSpec, reader: Reader) -> None:
        self.text, self.blocks, self.spec, self.reader = text, list(blocks), spec, reader
        self._read: dict[int, ReadBlock] = {}

    def __getitem__(self, i: int) -> ReadBlock:
        if i not in self._read:
            self._read[i] = self._read_block(self.blocks[i])
        return self._read[i]

    def code(self, i: int) -> Code:
        """Return the code of a block, without what was cut."""
        return self[i].code

    def defines(self, i: int) -> bool:
        """Return whether the block defines what the task names."""
        source = self.blocks[i].source
        if self.spec.kind is Kind.WRITE_TESTS:
            return bool(TESTS.search(source))
        return bool(self._name and self._name.search(source))

    @cached_property
    def _name(self) -> re.Pattern[str] | None:
        """The definition of the entry point, in code that need not parse."""
        return definition_of(self.spec.entry_point) if self.spec.entry_point else None

    def rank(self, i: int) -> Rank:
        """Return how complete the block is."""
        candidate = self[i]
        if self.is_sketch(i) or self._is_called_wrong(i):
            return Rank.UNWANTED
        if not candidate.code.parses:
            return Rank.BROKEN
        return Rank.WHOLE if candidate.block.is_terminated and not candidate.is_cut else Rank.SHORTENED

    def is_correction(self, i: int) -> bool:
        """Return whether the answer gives this block as the correction of what it gave before."""
        return is_correction(self.text, self.blocks, i)

    def _is_called_wrong(self, i: int) -> bool:
        return bool(WRONG_MARK.search(_lead(self.text, self.blocks, i))) and not self.is_correction(i)

    def is_sketch(self, i: int) -> bool:
        """Return whether the block has only a placeholder where the body of its function should be."""
        source = self[i].block.source
        if GAP.search(source):
            return True
        if not self._name or not (match := self._name.search(source)):
            return False
        head = r"[^{};]{0,300}" + EMPTY_BODY
        return bool(re.match(head, COMMENTS.sub("", source[match.end() : match.end() + 1000]), re.IGNORECASE))

    def dialects(self, block: Block) -> tuple[str, ...]:
        """Return languages in which the block may be written, the likeliest first."""
        ending = self.spec.entry.rpartition(".")[2]
        if ending == "ts":
            return ("ts", "tsx")
        if ending == "tsx":
            return ("tsx", "ts")
        return ("js", "ts", "tsx") if block.language in TYPED_LABELS or not block.language else ("js",)

    def _read_block(self, block: Block) -> ReadBlock:
        dialects = self.dialects(block)
        code = self.reader.read(block.source, dialects)
        if code.parses:
            return ReadBlock(block, code, is_cut=False)
        if not block.language:
            dialects = dialects[:1]  # a piece of faulty JavaScript may be TypeScript
        cut = self._cut(block, dialects)
        return (
            ReadBlock(cut, self.reader.read(cut.source, dialects), is_cut=True)
            if cut
            else ReadBlock(block, code, is_cut=False)
        )

    def _cut(self, block: Block, dialects: tuple[str, ...]) -> Block | None:
        """Return the piece of the block with what the task needs; None when it uses a name that the removed lines
        declare.
        """
        spans = pieces(block.source, self.reader, dialects, is_bare=False)
        for start, end in spans:
            source = block.source[start:end]
            code = self.reader.read(source, dialects)
            if self._is_wanted(source, code) and not _needs(code, block.source[:start] + block.source[end:]):
                at = self.text.find(source, block.start, block.end)
                span = (at, at + len(source)) if at >= 0 else (block.start, block.end)
                return replace(block, source=source, start=span[0], end=span[1])
        return None

    def _is_wanted(self, source: str, code: Code) -> bool:
        if self.spec.kind is Kind.WRITE_TESTS:
            return bool(TESTS.search(source))
        if self._name:
            return bool(self._name.search(source))
        return bool(code.own and DEFINES.search(source))


def is_correction(text: str, blocks: Sequence[Block], i: int) -> bool:
    """Return whether the words in front of block i say that it corrects or completes what the answer gave before."""
    lead = _lead(text, blocks, i)
    is_amended = ADMITTED.search(lead) and AMENDED.search(lead) and not OTHER_WISH.search(lead)
    return bool(CORRECTED.search(lead) or is_amended)


def _lead(text: str, blocks: Sequence[Block], i: int) -> str:
    """Return the paragraph in front of a block, without marks of emphasis."""
    start = blocks[i].start
    before = max((block.end for block in blocks if block.end < start), default=0)
    lead = text[max(before, start - 1000) : start]
    lines = [line for line in lead.splitlines() if not re.match(r"\s*(?:`{3}|~{3}|$)", line)]
    return SPACES.sub(" ", lines[-1]) if lines else ""


def definition_of(name: str) -> re.Pattern[str]:
    """Return a pattern that finds the definition of a name, in code that need not parse."""
    name = re.escape(name)
    declared = rf"\b(?:function\s*\*?\s*|class\s+|(?:const|let|var)\s+){name}\b"
    return re.compile(rf"{declared}|\b{name}\s*[:=]\s*(?:async\s*)?(?:function|\()")


def _needs(code: Code, left_out: str) -> bool:
    """Return whether the code uses a name that only what is left out declares."""
    declared = re.findall(r"\b(?:function\s*\*?|class|const|let|var|enum)\s+([\w$]+)", left_out)
    return bool(code.free.intersection(declared))
