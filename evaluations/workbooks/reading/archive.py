"""Workbooks that are zip archives: bombs, entities and flags, found without trusting a single header.

The list of parts states the size of each part, but a hostile file lies. So every part is also inflated here, piece by
piece, and the real bytes are counted and dropped. Inflating 1 GB of zeros takes about 2 s (2026-11).
"""

from __future__ import annotations

import html
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from evaluations.errors import WorkbookError
from evaluations.workbooks.reading.formats import MIMETYPES, ZIP, ZIP_CONTENT, wrong_type

MAX_ENTRIES = 10_000
MAX_TOTAL = 1 << 30
MAX_RATIO = 250  # deflate reaches 1032; the densest known honest sheet, 12,000 equal rows, reaches 60
RATIO_FROM = 30 << 20  # small parts may compress as well as they like
MAX_NESTED = 64 << 20
MAX_DEPTH = 2
PIECE = 1 << 18
XML_ENDINGS = (".xml", ".rels", ".vml", ".rdf")
XML_START = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x00]*<")
KEPT_TAIL = 1024
MAX_LINKS = 20
RELATIONSHIP = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]{1,2000}>")
TARGET = re.compile(rb"""\bTarget\s*=\s*["']([^"'<>]{1,500})""")
# An OpenDocument sheet names other files in the sources of tables and pictures, and inside formulas.
ODS_LINK = re.compile(
    rb"""<(?:table:table-source|table:cell-range-source|draw:image|draw:object)\s[^<>]{0,500}?xlink:href="(?=[a-z]+:|\.\./|/)([^"<>]{1,400})"""
    rb"""|(?:'|&apos;)((?:file|https?):[^'&<>]{1,400})(?:'|&apos;)#"""
)
NO_PARTS = (".svg", ".htm", ".html", ".emf", ".wmf")
DOCTYPE = re.compile(
    rb"<!(?:DOCTYPE|ENTITY)|<\x00!\x00(?:D\x00O\x00C\x00T|E\x00N\x00T)|\x00<\x00!\x00(?:D\x00O|E\x00N)"
)

# Gets a part and its first bytes. Returns a function that takes the part's bytes while they are inflated, or None.
Watch = Callable[[zipfile.ZipInfo, bytes], Callable[[bytes], None] | None]


@dataclass(slots=True)
class Inspection:
    """The result of inflating all parts. parts: lower-case name to real size."""

    name: str
    parts: dict[str, int] = field(default_factory=dict)
    heads: dict[str, bytes] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)
    links: dict[str, None] = field(default_factory=dict)
    total: int = 0
    n_entries: int = 0
    watch: Watch | None = None


def inspect(file: BinaryIO, name: str, watch: Watch | None = None) -> Inspection:
    """Inflate every part within the limits. Raises WorkbookError: bomb, entities, corrupt."""
    inspection = Inspection(name, watch=watch)
    _walk(file, inspection, depth=0)
    return inspection


def key_of(entry: zipfile.ZipInfo) -> str:
    """Return the name of a part as Inspection lists it."""
    return entry.filename.replace("\\", "/").lower().lstrip("/")


def open_zip(file: BinaryIO, name: str) -> zipfile.ZipFile:
    """Return the archive's list of parts. Raises WorkbookError when it cannot be read."""
    try:
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, struct.error, NotImplementedError, UnicodeDecodeError) as exc:
        raise WorkbookError(
            f"{name} is damaged: the list of parts at its end cannot be read ({exc}). The file was probably cut off "
            "on its way; copy or download it again.",
            reason="corrupt",
        ) from exc


def _walk(file: BinaryIO, inspection: Inspection, *, depth: int) -> None:
    archive = open_zip(file, inspection.name)
    entries = archive.infolist()
    inspection.n_entries += len(entries)
    if inspection.n_entries > MAX_ENTRIES:
        raise _bomb(inspection, f"contains {inspection.n_entries:,} parts; the limit is {MAX_ENTRIES:,}")
    declared = sum(entry.file_size for entry in entries)
    if inspection.total + declared > MAX_TOTAL:
        raise _bomb(inspection, f"says it unpacks to {declared / 2**20:,.0f} MB; the limit is {MAX_TOTAL >> 20:,} MB")
    for entry in entries:
        if entry.flag_bits & 1:
            raise encrypted(inspection.name)
        _inflate_entry(file, entry, inspection, depth)


def _inflate_entry(file: BinaryIO, entry: zipfile.ZipInfo, inspection: Inspection, depth: int) -> None:
    size, crc, head, tail, nested = 0, 0, b"", b"", None
    is_xml, take = False, None
    try:
        for piece in inflated(file, entry):
            if not size:
                head = piece[:2048]
                nested = io.BytesIO() if piece.startswith(ZIP) else None
                is_xml = depth == 0 and _is_xml(entry.filename.lower(), piece)
                take = inspection.watch(entry, head) if inspection.watch is not None and depth == 0 else None
            size, crc = size + len(piece), zlib.crc32(piece, crc)
            inspection.total += len(piece)
            _refuse_bomb(inspection, entry, size)
            if is_xml:
                _look_for_trouble(inspection, entry.filename, tail + piece)
                tail = piece[-KEPT_TAIL:]
            if take is not None:
                take(piece)
            if nested is not None and size <= MAX_NESTED:
                nested.write(piece)
    except (zlib.error, OSError, struct.error, EOFError, NotImplementedError):
        inspection.damaged.append(entry.filename)
    if (
        not entry.is_dir()
        and (size != entry.file_size or crc != entry.CRC)
        and entry.filename not in inspection.damaged
    ):
        inspection.damaged.append(entry.filename)
    if depth == 0:
        key = key_of(entry)
        inspection.parts[key], inspection.heads[key] = size, head
    if nested is not None:
        _walk_nested(nested, entry, inspection, depth)


def _is_xml(name: str, piece: bytes) -> bool:
    """Return whether a reader may parse a part as XML. Pictures and pages are never parsed, so they may have a DTD."""
    return name.endswith(XML_ENDINGS) or (not name.endswith(NO_PARTS) and bool(XML_START.match(piece)))


def _walk_nested(nested: io.BytesIO, entry: zipfile.ZipInfo, inspection: Inspection, depth: int) -> None:
    if depth >= MAX_DEPTH:
        raise _bomb(inspection, f"contains archives inside archives ({entry.filename}), more than {MAX_DEPTH} deep")
    try:
        _walk(nested, inspection, depth=depth + 1)
    except WorkbookError as exc:
        if exc.reason == "bomb":
            raise


def inflated(file: BinaryIO, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield the part's real bytes: from its own header to the end of its stream, whatever sizes are declared."""
    file.seek(entry.header_offset)
    header = file.read(30)
    if len(header) < 30 or not header.startswith(ZIP):
        raise EOFError(entry.filename)
    n_name, n_extra = struct.unpack("<HH", header[26:30])
    file.seek(n_name + n_extra, 1)
    if entry.compress_type == zipfile.ZIP_STORED:
        yield from _stored(file, entry.file_size)
    elif entry.compress_type == zipfile.ZIP_DEFLATED:
        yield from _deflated(file)
    else:
        raise NotImplementedError(f"compression {entry.compress_type}")


def _stored(file: BinaryIO, n_bytes_left: int) -> Iterator[bytes]:
    while n_bytes_left > 0 and (piece := file.read(min(n_bytes_left, PIECE))):
        n_bytes_left -= len(piece)
        yield piece


def _deflated(file: BinaryIO) -> Iterator[bytes]:
    engine = zlib.decompressobj(-15)
    data = b""
    while not engine.eof:
        data = engine.unconsumed_tail or file.read(PIECE)
        if not data:
            raise EOFError("the stream has no end")
        if piece := engine.decompress(data, PIECE):
            yield piece


def _refuse_bomb(inspection: Inspection, entry: zipfile.ZipInfo, size: int) -> None:
    if inspection.total > MAX_TOTAL:
        raise _bomb(inspection, f"unpacks to more than {MAX_TOTAL >> 20:,} MB")
    if size > max(RATIO_FROM, MAX_RATIO * max(entry.compress_size, 1)):
        ratio = size / max(entry.compress_size, 1)
        raise _bomb(inspection, f"has a part ({entry.filename}) that unpacks to {ratio:,.0f} times its size or more")


def _look_for_trouble(inspection: Inspection, part: str, piece: bytes) -> None:
    # Each match of DOCTYPE contains one of these. Searching a single byte is ten times as fast as searching two.
    if (b"\0" in piece or (b"!" in piece and b"<!" in piece)) and DOCTYPE.search(piece):
        raise WorkbookError(
            f"{inspection.name} declares XML entities of its own in {part}, which no spreadsheet program writes and "
            "which can be made to fill all memory. Open it in your spreadsheet program and save it again.",
            reason="entities",
        )
    if part.lower().endswith(".rels"):
        for tag in RELATIONSHIP.findall(piece):
            if re.search(rb"""TargetMode\s*=\s*["']External""", tag) and b"/hyperlink" not in tag:
                _note_link(inspection, TARGET.search(tag))
    elif part.lower() in ("content.xml", "styles.xml"):
        for link in ODS_LINK.finditer(piece):
            _note_link(inspection, link)


def _note_link(inspection: Inspection, link: re.Match[bytes] | None) -> None:
    if link is not None and len(inspection.links) < MAX_LINKS:
        target = next(part for part in link.groups() if part is not None)
        inspection.links[html.unescape(target.decode("utf-8", "replace"))[:200]] = None


def _bomb(inspection: Inspection, what: str) -> WorkbookError:
    return WorkbookError(
        f"{inspection.name} {what}: it looks like a zip bomb and was not opened. Save the workbook again with your "
        "spreadsheet program, or split it into several.",
        reason="bomb",
    )


def encrypted(name: str) -> WorkbookError:
    """Return the sentence for a workbook that needs a password."""
    return WorkbookError(
        f"{name} is protected by a password and cannot be read. Save a copy without a password (in Excel: File, "
        "Info, Protect Workbook, Encrypt with Password, empty it) and upload that.",
        reason="encrypted",
    )


def zip_format(file: BinaryIO, inspection: Inspection, declared: str) -> str:
    """Return xlsx, xlsm, xlsb or ods. Raises WorkbookError that names what the archive is instead."""
    mimetype = inspection.heads.get("mimetype", b"").strip().lower()
    for start, what in MIMETYPES:
        if mimetype.startswith(start):
            return _workbook_or_raise(inspection, what)
    types = _part(file, inspection, "[content_types].xml").lower()
    for word, what in ZIP_CONTENT:
        if word in types:
            return _workbook_or_raise(inspection, what)
    if "xl/workbook.bin" in inspection.parts:
        return "xlsb"
    if any(part.endswith("workbook.xml") for part in inspection.parts):
        return "xlsm" if declared == "xlsm" else "xlsx"
    if "word/document.xml" in inspection.parts:
        raise wrong_type(inspection.name, "a Word document")
    if any(part.startswith("xl/") for part in inspection.parts) or types:
        raise WorkbookError(
            f"{inspection.name} is damaged: it has no xl/workbook.xml, the part that lists the sheets. Open it in your "
            "spreadsheet program, let it repair the file, and save it again.",
            reason="corrupt",
        )
    what = "a Java archive" if "meta-inf/manifest.mf" in inspection.parts else "a zip archive"
    raise wrong_type(inspection.name, what)


def _workbook_or_raise(inspection: Inspection, what: str) -> str:
    if " " in what:
        raise wrong_type(inspection.name, what)
    return what


def _part(file: BinaryIO, inspection: Inspection, key: str, limit: int = 1 << 20) -> bytes:
    """Return a part by lower-case name, at most `limit` bytes; empty when it is missing or damaged."""
    for entry in open_zip(file, inspection.name).infolist():
        if key_of(entry) == key:
            content = b""
            try:
                for piece in inflated(file, entry):
                    content += piece
                    if len(content) >= limit:
                        break
            except (zlib.error, OSError, EOFError, NotImplementedError, struct.error):
                pass
            return content[:limit]
    return b""


def is_encrypted_ods(file: BinaryIO, inspection: Inspection) -> bool:
    """Return whether it is an encrypted OpenDocument file, which lists how its parts are encrypted."""
    return b"encryption-data" in _part(file, inspection, "meta-inf/manifest.xml")


def flags_of(inspection: Inspection) -> set[str]:
    """Return macros, external_links, embedded_files, damaged_parts, as far as it has them."""
    parts, flags = inspection.parts, set()
    if any(
        p.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in p or p.startswith(("basic/", "scripts/"))
        for p in parts
    ):
        flags.add("macros")
    if inspection.links or any("/externallinks/" in p or p == "xl/connections.xml" for p in parts):
        flags.add("external_links")
    if any("/embeddings/" in p for p in parts):
        flags.add("embedded_files")
    if inspection.damaged:
        flags.add("damaged_parts")
    return flags


def is_1904(file: BinaryIO, inspection: Inspection) -> bool:
    """Return whether the workbook counts its days from 1904, as Excel for Macintosh did."""
    return bool(re.search(rb'date1904="(?:1|true)"', _part(file, inspection, "xl/workbook.xml")))
