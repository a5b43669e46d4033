"""Finds the real format of a file from its bytes, never from its name."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import BinaryIO

from evaluations.errors import WorkbookError
from evaluations.workbooks.reading import delimited, encoding, html_table, xml_2003

FORMATS = ("xlsx", "xlsm", "xls", "xlsb", "ods", "csv")
TEXT_FORMATS = ("csv", "html", "xml")
ACCEPTED = ", ".join(f".{name}" for name in FORMATS)
HEAD_BYTES = 8192
ZIP, EMPTY_ZIP, OLE2 = b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# First bytes of a file and their meaning. The first entry that fits is used.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"{\\rtf", "an RTF document"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"\x00\x01\x00\x00Standard", "an Access database"),
)
ZIP_CONTENT: tuple[tuple[bytes, str], ...] = (
    (b"ms-excel.sheet.binary.macroenabled", "xlsb"),
    (b"ms-excel.sheet.macroenabled.main", "xlsm"),
    (b"ms-excel.template.macroenabled.main", "xlsm"),
    (b"ms-excel.addin.macroenabled.main", "xlsm"),
    (b"spreadsheetml.sheet.main", "xlsx"),
    (b"spreadsheetml.template.main", "xlsx"),
    (b"wordprocessingml", "a Word document"),
    (b"ms-word.", "a Word document"),
    (b"presentationml", "a PowerPoint presentation"),
    (b"ms-powerpoint.", "a PowerPoint presentation"),
    (b"ms-visio.", "a Visio drawing"),
)
MIMETYPES: tuple[tuple[bytes, str], ...] = (
    (b"application/vnd.oasis.opendocument.spreadsheet", "ods"),
    (b"application/vnd.oasis.opendocument.text", "an OpenDocument text"),
    (b"application/vnd.oasis.opendocument.presentation", "an OpenDocument presentation"),
    (b"application/vnd.oasis.opendocument.graphics", "an OpenDocument drawing"),
    (b"application/epub+zip", "an e-book (EPUB)"),
)


def declared_format(name: str) -> str:
    """Return the ending of a file's name in lower case without the dot; empty without an ending."""
    return PurePath(name.replace("\\", "/")).suffix.lower().removeprefix(".")


def opening(file: BinaryIO) -> bytes:
    """Return the first bytes, and put the position back to the start."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    file.seek(0)
    return head


def wrong_type(name: str, what: str) -> WorkbookError:
    """Return the message for a file of another format."""
    return WorkbookError(f"{name} is {what}, not a workbook. Choose a file of type {ACCEPTED}.", reason="wrong_type")


def name_note(name: str, declared: str, real: str) -> str:
    """Return a sentence for a workbook whose name has the ending of another kind. Empty for the right ending.

    Raises WorkbookError when the ending is not a workbook's, because components choose files by their ending.
    """
    if declared == real:
        return ""
    if declared not in FORMATS:
        called = f"ends in .{declared}" if declared else "has no ending"
        raise WorkbookError(
            f"{name} {called}, but its content is a .{real} workbook. Rename it so that it ends in .{real}.",
            reason="mismatch",
        )
    return (
        f"It is named .{declared}, but its content is .{real}. It is read as .{real}; components get it under its name."
    )


def text_kind(name: str, head: bytes, declared: str) -> str:
    """Return "csv" for plain text; "html" for a page, "xml" for Excel 2003 XML under a workbook's name. Raises for
    others.
    """
    for signature, what in SIGNATURES:
        if head.startswith(signature):
            raise wrong_type(name, what)
    if re.match(rb"\x09[\x00\x02\x04\x08][\x04-\x10]\x00", head):
        raise WorkbookError(
            f"{name} was written by Excel 2 to 4 (1987 to 1992), which Bakeoff cannot read. Open it in LibreOffice "
            "and save it as .xlsx.",
            reason="wrong_type",
        )
    wide = encoding.find_wide(head)
    decoded = encoding.decode(head, wide).encode() if wide else head
    start = decoded.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if html_table.is_page(start):
        if declared not in FORMATS:
            raise wrong_type(name, "an HTML page")
        return "html"
    if start.startswith((b"<?xml", b"<svg", b"<workbook")):
        is_sheet = xml_2003.MARK in start
        if is_sheet and declared in FORMATS:
            return "xml"
        raise wrong_type(name, "an Excel 2003 XML file" if is_sheet else "an XML file")
    if re.match(rb"(?:[\w-]+:[^\n]*\n)*?mime-version:", start):
        raise wrong_type(name, "a web page archive (MHTML)")
    if any(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in decoded.removesuffix(b"\x1a")):
        raise wrong_type(name, "binary data of an unknown kind")
    if declared in FORMATS and declared != "csv" and not _is_table(head):
        raise WorkbookError(
            f"{name} is plain text, not a .{declared} workbook. If it contains values separated by commas or "
            "semicolons, rename it so that it ends in .csv.",
            reason="wrong_type",
        )
    if declared not in FORMATS:
        raise wrong_type(name, "plain text that does not end in .csv")
    return "csv"


def _is_table(head: bytes) -> bool:
    """Return whether one separator splits each of the first lines of a text, at least two, into equally many parts.

    Titles and blank lines may be above them. Text that begins like JSON is no table.
    """
    text = encoding.decode(head, encoding.find(head))
    lines = [line for line in delimited.LINE_END.split(text) if line.strip()]
    complete = lines if len(head) < HEAD_BYTES else lines[:-1]
    mark = delimited.separator(text)
    counts = [re.sub(r'"[^"]*"', "", line).count(mark) for line in complete[:20]]
    n_titles = next((at for at, count in enumerate(counts) if count), len(counts))
    least = 3 if n_titles else 2
    return len(counts[n_titles:]) >= least and len(set(counts[n_titles:])) == 1 and text.lstrip()[:1] not in ("{", "[")
