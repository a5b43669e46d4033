"""Reasoning that models write before or inside their answer: no code is taken from it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evaluations.extractors.harmony import hidden_spans, without_marks

LONGEST_END = 400  # characters
FENCE_LINE = re.compile(r"^[ \t>]*(`{3,}|~{3,})[ \t]*(\S?)", re.MULTILINE)
# Opening mark to closing mark; each opens at the beginning of a line. Qwen, DeepSeek, Magistral, Kimi, Gemma, Seed.
MARKS = (
    (r"<(?P<tag>think|thinking|thought|thoughts|reasoning|reflection|scratchpad)>", None),
    (r"\[THINK\]", r"\[/THINK\]"),
    (r"◁think▷", r"◁/think▷"),
    (r"<\|begin_of_thought\|>", r"<\|end_of_thought\|>"),
    (r"<\|channel>\s*(?:thought|thinking|analysis)\b", r"<channel\|>"),
    (r"<seed:think>", r"</seed:think>"),
)
OPENS = re.compile(r"^[ \t]*(?:" + "|".join(f"(?:{opening})" for opening, _ in MARKS) + ")", re.M | re.I)
# The template had opened it: the answer begins in the middle of a thought.
LONE = re.compile(
    r"</(?:think|thinking|thought|reasoning)>|\[/THINK\]|◁/think▷|<\|end_of_thought\|>|<channel\|>", re.IGNORECASE
)

# Tags around the whole answer, beside its fence: "<answer>```js … ```</answer>"; and marks that end a turn.
WRAPPER = "answer|final_answer|final|solution|response|output|result"
AROUND_FENCE = re.compile(
    rf"^[ \t]*<(?:{WRAPPER})>[ \t]*(?=`{{3}}|~{{3}})|(?<=`{{3}}|~{{3}})[ \t]*</(?:{WRAPPER})>[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
TURN_END = r"<\|(?:return|end|call|im_end|eot_id|eom_id|end_of_text|endoftext)\|>|<end_of_turn>|<turn\|>|</s>"
LAST_MARKS = re.compile(rf"(?:\s*(?:{TURN_END}))+\s*\Z")

# What models say at the end of a turn or a gap, where their server does not take it for the end.
ENDS = re.compile(
    r"<\|?(?:end[_ ]?of[_ ]?(?:text|middle|sentence)|fim[_-]\w+|file_sep|repo_name|eot_id|im_(?:end|start))\|?>"
    r"|<\|(?:return|call|end)\|>|<[|｜](?:fim|end)[▁_]\w+(?:▁\w+)*[|｜]>|<(?:EOT|PRE|SUF|MID)>|</s>",
    re.IGNORECASE,
)


def thinking_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of reasoning in the text, in order. A span that is never closed goes on to the end.

    A mark inside a code block is code: `<Thought>` is a component too.
    """
    if spans := hidden_spans(text):
        return spans
    at = _unopened_end(text)
    if at:
        spans.append((0, at))
    block: re.Match[str] | None = None
    # One pass: the answer is read once, however many marks there are.
    for mark in sorted([*FENCE_LINE.finditer(text), *OPENS.finditer(text)], key=lambda mark: mark.start()):
        if mark.start() < at:
            continue
        if mark.re is FENCE_LINE:
            block = _block_after(mark, block)
        elif block is None:
            closing = _closing_of(mark).search(text, mark.end())
            at = closing.end() if closing else len(text)
            spans.append((mark.start(), at))
    return spans


def reasoning_text(text: str) -> str:
    """Return the reasoning itself, without harmony's marks; empty if the marks enclose only an answer."""
    spans = thinking_spans(text)
    thought = "\n".join(text[start:end] for start, end in spans)
    return without_marks(thought) if hidden_spans(text) else thought


def is_all_thought(text: str) -> bool:
    """Return whether the text is only reasoning."""
    return bool(reasoning_text(text).strip()) and not without_thinking(text).strip()


def is_cut_in_thought(text: str) -> bool:
    """Return whether the text ends before its reasoning does."""
    last = max((match.end() for match in [*LONE.finditer(text), *LAST_MARKS.finditer(text)]), default=0)
    return is_all_thought(text) and bool(text[last:].strip())


def _block_after(fence: re.Match[str], block: re.Match[str] | None) -> re.Match[str] | None:
    """Return the block that is open behind this fence."""
    if block is None or fence.group(2):
        return fence
    closes = fence.group(1)[0] == block.group(1)[0] and len(fence.group(1)) >= len(block.group(1))
    return None if closes else block


def without_thinking(text: str) -> str:
    """Return the answer with reasoning and its marks replaced by blanks, so that every offset stays correct."""
    visible = _blanked(text, thinking_spans(text))
    marks = [match.span() for match in AROUND_FENCE.finditer(visible)]
    if last := LAST_MARKS.search(visible, max(0, len(visible) - LONGEST_END)):
        marks.append(last.span())
    return _blanked(visible, marks)


def _blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Return spaces instead of the spans; each ends with a line's end, so that what follows begins a line."""
    parts, at = [], 0
    for start, end in spans:
        parts += [text[at:start], re.sub(r"[^\n]", " ", text[start : end - 1]), "\n"]
        at = end
    return "".join([*parts, text[at:]])


def _unopened_end(text: str) -> int:
    """Return the end of a thought that was opened before the answer; 0 without one."""
    lone, opening = LONE.search(text), OPENS.search(text)
    if lone is None or (opening and opening.start() < lone.start()):
        return 0
    block: re.Match[str] | None = None
    for fence in FENCE_LINE.finditer(text):
        if fence.start() > lone.start() and block and _block_after(fence, block) is None:
            return 0  # a code block continues after the mark, so the mark is code
        if fence.start() > lone.start():
            break
        block = _block_after(fence, block)
    return lone.end()


def _closing_of(opening: re.Match[str]) -> re.Pattern[str]:
    if tag := opening.groupdict().get("tag"):
        return re.compile(rf"</{tag}>", re.IGNORECASE)
    match = next(
        closing for mark, closing in MARKS if closing and re.match(rf"\s*(?:{mark})", opening.group(), re.IGNORECASE)
    )
    return re.compile(match, re.IGNORECASE)
