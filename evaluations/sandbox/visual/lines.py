"""Lines of text as a page shows them, from the browser's own snapshot of its layout. Pure.

The snapshot is made by the browser, not by a script: nothing that a page replaces changes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

MOST_LINES = 200  # of one view; a page that has more is judged by the first ones
MOST_PIECES = 5000
LONGEST_LINE = 300  # characters
SAME_ROW = 0.5  # share of the lower height by which two pieces overlap in one line
WITHOUT_TEXT = {"checkbox", "radio", "range", "color", "file", "hidden", "image"}
NEAR = 0.35  # times the height: pieces closer than that belong to one line, as words of a sentence do


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of text and where it is, in CSS pixels from the upper left corner of the view."""

    text: str
    x: float
    y: float
    width: float
    height: float


def lines_of(snapshot: Mapping[str, Any], width: int, height: int) -> list[Line]:
    """Return the lines within a view, from above. snapshot: the answer to DOMSnapshot.captureSnapshot, of one
    document.
    """
    offset = (snapshot["documents"][0].get("scrollOffsetX", 0), snapshot["documents"][0].get("scrollOffsetY", 0))
    inside = [piece for piece in _pieces(snapshot, *offset) if _is_within(piece, width, height)]
    rows: list[list[Line]] = []
    for piece in sorted(inside[:MOST_PIECES], key=lambda piece: (piece.x, piece.y)):
        row = next((row for row in reversed(rows[-MOST_LINES:]) if _continues(row[-1], piece)), None)
        if row is None:
            rows.append([piece])
        else:
            row.append(piece)
    fields = [field for field in _fields(snapshot, *offset) if _is_within(field, width, height)]
    lines = [*map(_join_pieces, rows), *fields]
    return sorted((line for line in lines if line.text), key=lambda line: (line.y, line.x))[:MOST_LINES]


def _pieces(snapshot: Mapping[str, Any], left: float, top: float) -> Iterator[Line]:
    """Yield each piece of text that the layout put into one line."""
    document, strings = snapshot["documents"][0], snapshot["strings"]
    texts, boxes = document["layout"]["text"], document["textBoxes"]
    for at, bounds, start, length in zip(
        boxes["layoutIndex"], boxes["bounds"], boxes["start"], boxes["length"], strict=True
    ):
        if texts[at] < 0:
            continue
        units = strings[texts[at]].encode("utf-16-le", "surrogatepass")  # start and length count these
        text = units[2 * start : 2 * (start + length)].decode("utf-16-le", "replace")
        x, y, width, height = map(float, bounds)
        yield Line(text=text, x=x - left, y=y - top, width=width, height=height)


def _fields(snapshot: Mapping[str, Any], left: float, top: float) -> Iterator[Line]:
    """Yield the value or placeholder of text fields, at the place of the field, because the layout has no text for
    them.
    """
    document, strings = snapshot["documents"][0], snapshot["strings"]
    nodes, layout = document["nodes"], document["layout"]
    values = {
        **dict(zip(nodes["inputValue"]["index"], nodes["inputValue"]["value"], strict=True)),
        **dict(zip(nodes["textValue"]["index"], nodes["textValue"]["value"], strict=True)),
    }
    for at, bounds in zip(layout["nodeIndex"], layout["bounds"], strict=True):
        if strings[nodes["nodeName"][at]].upper() not in ("INPUT", "TEXTAREA"):
            continue
        pairs = [strings[i] for i in nodes["attributes"][at]]
        attributes = dict(zip(pairs[::2], pairs[1::2], strict=False))
        if attributes.get("type", "text").lower() in WITHOUT_TEXT:
            continue
        value = strings[values[at]] if values.get(at, -1) >= 0 else ""
        text = " ".join((value or attributes.get("placeholder", "")).split())[:LONGEST_LINE]
        x, y, width, height = map(float, bounds)
        yield Line(text=text, x=x - left, y=y - top, width=width, height=height)


def _is_within(piece: Line, width: int, height: int) -> bool:
    x, y = piece.x + piece.width / 2, piece.y + piece.height / 2
    return bool(piece.text.strip()) and piece.width > 0 and piece.height > 0 and 0 <= x < width and 0 <= y < height


def _continues(before: Line, piece: Line) -> bool:
    overlap = min(before.y + before.height, piece.y + piece.height) - max(before.y, piece.y)
    gap = piece.x - (before.x + before.width)
    lower = min(before.height, piece.height)
    return overlap >= SAME_ROW * lower and -0.5 * lower <= gap <= NEAR * lower


def _join_pieces(row: Iterable[Line]) -> Line:
    pieces = list(row)
    text = pieces[0].text
    for before, piece in pairwise(pieces):
        gap = piece.x - (before.x + before.width)
        text += piece.text if gap < 1 else f" {piece.text}"
    left, top = min(piece.x for piece in pieces), min(piece.y for piece in pieces)
    right, bottom = max(p.x + p.width for p in pieces), max(p.y + p.height for p in pieces)
    return Line(text=" ".join(text.split())[:LONGEST_LINE], x=left, y=top, width=right - left, height=bottom - top)
