"""An answer's code and text as people see them: files highlighted, the chosen parts marked."""

from __future__ import annotations

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from evaluations.models import EditedAnswer, Grading
from evaluations.stored_json import StoredExtraction
from webapp.site.highlight import highlight

MOST_TEXT = 200_000


def answer_code(grading: Grading | EditedAnswer | None) -> list[tuple[str, SafeString]]:
    """Return the path and highlighted source of each chosen file, the entry first; empty when there is none."""
    if grading is None:
        return []
    files, entry = grading.files, grading.entry
    ordered = sorted(files.items(), key=lambda item: item[0] != entry)
    return [(path, highlight(source, path)) for path, source in ordered]


def marked_answer(text: str, extraction: StoredExtraction) -> SafeString:
    """Return the raw answer with every block that was considered marked, the chosen ones apart. All text is escaped."""
    blocks = extraction.get("blocks") or []
    chosen = set(extraction.get("chosen") or [])
    pieces: list[SafeString] = []
    at = 0
    numbered = sorted(enumerate(blocks), key=lambda item: item[1]["start"])
    for number, block in numbered:
        start, end = int(block["start"]), int(block["end"])
        if not at <= start <= end <= len(text):
            continue  # blocks inside blocks: the outer one is marked
        kind = "chosen" if number in chosen else "considered"
        pieces.append(format_html("{}<mark class='{}'>{}</mark>", text[at:start], kind, text[start:end]))
        at = end
    rest = text[at : at + MOST_TEXT]
    return format_html("{}{}", format_html_join("", "{}", ((piece,) for piece in pieces)), rest)
