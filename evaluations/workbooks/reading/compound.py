"""Workbooks that are OLE2 compound files: old .xls, and the wrapper around anything encrypted."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

import olefile

from evaluations.errors import WorkbookError
from evaluations.workbooks.reading.archive import encrypted
from evaluations.workbooks.reading.formats import wrong_type

OTHERS = (
    ("worddocument", "a Word document"),
    ("powerpoint document", "a PowerPoint presentation"),
    ("visiodocument", "a Visio drawing"),
    ("__properties_version1.0", "an Outlook message"),
)
FILE_PASS, SUP_BOOK, DATE_MODE, EOF = 0x2F, 0x1AE, 0x22, 0x0A
SUP_BOOK_OWN = (0x0401, 0x3A01)
MAX_GLOBALS = 8 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Compound:
    """The facts found in the streams."""

    flags: frozenset[str]
    is_1904: bool = False
    links: tuple[str, ...] = ()


def inspect_compound(file: BinaryIO, name: str) -> Compound:
    """Look at an OLE2 file. Raises WorkbookError: encrypted, wrong_type, corrupt."""
    try:
        with olefile.OleFileIO(file) as ole:
            return _inspect(ole, name)
    except WorkbookError:
        raise
    except Exception as exc:  # on hostile sectors olefile may raise any exception
        raise WorkbookError(
            f"{name} is damaged: its table of sectors cannot be followed ({exc}). The file was probably cut off on "
            "its way; copy or download it again.",
            reason="corrupt",
        ) from exc


def _inspect(ole: olefile.OleFileIO, name: str) -> Compound:
    paths = ["/".join(path) for path in ole.listdir(streams=True, storages=True)]
    by_lower = {path.lower(): path for path in paths}
    if "encryptedpackage" in by_lower or "encryptioninfo" in by_lower:
        raise encrypted(name)
    for stream, what in OTHERS:
        if stream in by_lower:
            raise wrong_type(name, what)
    book = by_lower.get("workbook") or by_lower.get("book")
    if book is None:
        raise WorkbookError(
            f"{name} is damaged or not a workbook: it has no stream named Workbook. Open it in your spreadsheet "
            "program and save it again as .xlsx.",
            reason="corrupt",
        )
    data = ole.openstream(book).read(MAX_GLOBALS)
    flags, links = _flags_of_globals(data, name)
    if any("_vba_project" in path or path.endswith("/vba") or path == "vba" for path in by_lower):
        flags.add("macros")
    return Compound(flags=frozenset(flags - {"1904"}), is_1904="1904" in flags, links=tuple(links))


def _flags_of_globals(data: bytes, name: str) -> tuple[set[str], dict[str, None]]:
    """Read the records of the first substream. Return flags and the files it names. After FilePass all is encrypted."""
    flags: set[str] = set()
    links: dict[str, None] = {}
    at = 0
    while at + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, at)
        body = data[at + 4 : at + 4 + size]
        if kind == FILE_PASS:
            raise encrypted(name)
        if kind == SUP_BOOK and len(body) >= 4 and struct.unpack_from("<H", body, 2)[0] not in SUP_BOOK_OWN:
            flags.add("external_links")
            links[_path_of(body)] = None
        if kind == DATE_MODE and body[:1] == b"\x01":
            flags.add("1904")
        if kind == EOF:
            break
        at += 4 + size
    return flags, links


def _path_of(body: bytes) -> str:
    """Return the file that a SupBook record names. Its control characters mean separators of folders."""
    n, wide = struct.unpack_from("<HB", body, 2) if len(body) >= 5 else (0, 0)
    text = body[5 : 5 + 2 * n].decode("utf-16-le", "replace") if wide & 1 else body[5 : 5 + n].decode("latin-1")
    return "".join(c if c.isprintable() else "/" for c in text).strip("/")[:200] or "another file"


def broken_at(file: BinaryIO) -> str:
    """Return the place at which the workbook stream of a damaged .xls ends too early, in words; empty when it does
    not.
    """
    try:
        file.seek(0)
        with olefile.OleFileIO(file) as ole:
            path = next(path for path in ole.listdir() if path[-1].lower() in ("workbook", "book"))
            name, size, data = path[-1], ole.get_size(path), ole.openstream(path).read()
    except Exception:  # hostile sectors may raise any exception
        return ""
    if len(data) < size:
        return f"the stream {name} says that it has {size:,} bytes, and {len(data):,} can be read"
    at = 0
    while at + 4 <= len(data):
        length = struct.unpack_from("<H", data, at + 2)[0]
        if at + 4 + length > len(data):
            return f"the stream {name} breaks off in a record at byte {at:,} of {len(data):,}"
        at += 4 + length
    return ""
