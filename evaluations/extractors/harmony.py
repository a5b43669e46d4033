"""gpt-oss' harmony format, if a server passes it on: which part is the answer, which are marks and thought.

Source: https://github.com/openai/harmony. Real servers send it whole, with its first header opened by the template, or
with its special tokens left out ("analysisWe need … assistantfinal…").
"""

from __future__ import annotations

import re

HEADER = re.compile(
    r"(?:<\|start\|>(?P<role>[\w.]*)[^<\n]{0,200})?<\|channel\|>\s*(?P<channel>\w+)(?P<to>[^<\n]{0,200})"
    r"(?:<\|constrain\|>[^<\n]{0,40})?<\|message\|>"
)
# A turn goes on to one of these. The first two also end the text, if a server passes them on.
MARK = re.compile(r"<\|(?:end|return|call|start|channel)\|>")
STARTS = re.compile(r"\s*<\|(?:start|channel)\|>")
NEXT = re.compile(r"<\|end\|>\s*<\|start\|>\s*assistant")
# Special tokens left out: the channel's name is joined to the text before and after it.
UNMARKED_FINAL = re.compile(r"assistantfinal")
BARE_START = re.compile(r"\s*analysis(?=[A-Z][\w']*\s+\w+\s+\w)")


def hidden_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of marks and thoughts of the harmony format, in order; empty for a text in another format."""
    if STARTS.match(text) or NEXT.search(text):
        return _marked_spans(text)
    if BARE_START.match(text):
        final = UNMARKED_FINAL.search(text)
        return [(0, final.end() if final else len(text))]
    return []


def without_marks(thought: str) -> str:
    """Return a hidden part as text: without the format's marks."""
    return MARK.sub("", HEADER.sub("", re.sub(r"<\|start\|>\s*assistant(?=\s|<|$)", "", thought)))


def _marked_spans(text: str) -> list[tuple[int, int]]:
    messages = list(HEADER.finditer(text))
    shown = [match for match in messages if match["channel"] == "final"]
    # A model that never opens its last channel answers in the commentary, where that goes to no tool.
    shown = shown or [m for m in messages if m["channel"] == "commentary" and not m["to"].strip()]
    spans, at = [], 0
    for match in shown:
        end = mark.start() if (mark := MARK.search(text, match.end())) else len(text)
        spans.append((at, match.end()))
        at = end
    spans.append((at, len(text)))
    return [(start, end) for start, end in spans if start < end]
