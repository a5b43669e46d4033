"""Puts an answer into the gap it was asked for: given beginning, answer without text after its end, given end."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evaluations.brackets import OPENING, brackets
from evaluations.extractors.find import FENCE, LABEL
from evaluations.extractors.thinking import ENDS, thinking_spans
from evaluations.records import Block, Extraction, TaskSpec

LOOKS_LIKE_CODE = re.compile(
    r"[;{}]\s*$|^\s*(?:return|const|let|var|if|for|while|def|import)\b|^[ \t]+\S", re.MULTILINE
)
DEF = re.compile(r"^([ \t]*)(?:async[ \t]+)?(?:def|class)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """The text around the requested code."""

    before: str
    after: str


def fill(text: str, gap: Gap, spec: TaskSpec, version: str) -> Extraction:
    """Return the whole file; no files when the answer puts nothing into the gap."""
    start, end = _answer_span(text)
    cut = _end_of_fill(text[start:end], gap, spec.language)
    code = text[start : start + cut].replace("\r\n", "\n")
    if not code.strip():
        reason = "The answer is empty." if not text.strip() else "The answer puts no code into the gap."
        return Extraction(files={}, entry=spec.entry, rule="none", reason=reason, version=version)
    is_whole = start == 0 and not text[start + cut :].strip()
    reason = "The answer is put between the given beginning and end" + (
        "." if is_whole else "; the text after it was left out."
    )
    block = Block(path=None, language=None, source=code, start=start, end=start + cut)
    line = "" if code.endswith("\n") or not gap.after or gap.after.startswith("\n") else "\n"
    return Extraction(
        files={spec.entry: f"{gap.before}{code}{line}{gap.after}"},
        entry=spec.entry,
        rule="fill_in",
        reason=reason,
        blocks=(block,),
        chosen=(0,),
        version=version,
    )


def _answer_span(text: str) -> tuple[int, int]:
    """Return the span of the answer without thoughts and closing marks; inside the first fence where the answer is
    put into one.
    """
    start = 0
    for first, last in thinking_spans(text):
        start = last if not text[start:first].strip() else start
    end = ends.start() if (ends := ENDS.search(text, start)) else len(text)
    if fence := FENCE.search(text, start, end):
        if LOOKS_LIKE_CODE.search(text[start : fence.start()]):
            return start, fence.start()
        inside = min(fence.end() + 1, end)
        inside = label.end() if (label := LABEL.match(text, inside, end)) else inside
        closing = FENCE.search(text, inside, end)
        return inside, closing.start() if closing else end
    return start, end


def _end_of_fill(text: str, gap: Gap, language: str) -> int:
    if language == "html":
        closing = gap.after.strip().partition("\n")[0].strip()
        result = text.find(closing) if len(closing) > 2 else -1
        return result if result >= 0 else len(text)
    return _dedent(text, gap) if language == "py" else _balance(text, gap)


def _balance(text: str, gap: Gap) -> int:
    """Cut at the bracket that the given end closes; if it closes none, after the last bracket closes."""
    depth = 0
    for _, bracket in brackets(gap.before):
        depth += 1 if bracket in OPENING else -1
    left = lowest = 0
    for _, bracket in brackets(gap.after):
        left += 1 if bracket in OPENING else -1
        lowest = min(lowest, left)
    floor, begun = -lowest, len(gap.before)
    if depth <= 0 and floor == 0:
        return len(text)
    for at, bracket in brackets(gap.before + text):
        if at < begun:
            continue
        depth += 1 if bracket in OPENING else -1
        if depth < floor:
            return at - begun
        if depth == 0 and floor == 0:
            rest = re.compile(r"[ \t]*;?").match(text, at - begun + 1)
            return rest.end() if rest else at - begun + 1
    return len(text)


def _dedent(text: str, gap: Gap) -> int:
    """Cut before the first line indented no deeper than the function's head, outside of long strings."""
    heads = DEF.findall(gap.before)
    if not heads:
        return len(text)
    margin, offset = len(heads[-1].expandtabs()), 0
    for line in text.splitlines(keepends=True):
        is_inside = (text.count('"""', 0, offset) + text.count("'''", 0, offset)) % 2
        depth = len(line.expandtabs()) - len(line.expandtabs().lstrip())
        if offset and line.strip() and depth <= margin and not is_inside and line.strip()[0] not in ")]}":
            return offset
        offset += len(line)
    return len(text)
