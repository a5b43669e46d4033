"""Workbooks for tests: the shipped ones, and hostile ones that are made at run time."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
from msoffcrypto.format.ooxml import OOXMLFile

FILES = Path(__file__).parent.parent / "fixtures" / "workbooks"
CONTENT_TYPES = (
    b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Override PartName="/xl/workbook.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)


def manifest() -> list[dict[str, Any]]:
    """One entry for each shipped file."""
    return [json.loads(line) for line in (FILES / "manifest.jsonl").read_text().splitlines()]


def workbook(rows: list[list[Any]], title: str = "Sheet1") -> bytes:
    """An .xlsx with one sheet."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def restyled(content: bytes, formats: dict[str, str]) -> bytes:
    """The same workbook with number formats for some cells of its first sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for name, form in formats.items():
        book.worksheets[0][name].number_format = form
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def archive(parts: dict[str, bytes]) -> bytes:
    """A zip with these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in parts.items():
            opened.writestr(name, content)
    return target.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """A copy of a workbook with one part added or replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        parts = {entry.filename: opened.read(entry) for entry in opened.infolist()}
    return archive(parts | {name: part})


def replaced(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A copy of a workbook with a replaced text in one part."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        part = opened.read(name)
    assert old in part
    return with_part(content, name, part.replace(old, new))


def encrypted(content: bytes, password: str = "open sesame") -> bytes:
    """The same workbook, encrypted with a password as by Excel."""
    target = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, target)
    return target.getvalue()


def honest_bomb(megabytes: int) -> bytes:
    """A sheet of zeros that unpacks to this size and states it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as opened:
        opened.writestr("[Content_Types].xml", CONTENT_TYPES)
        with opened.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(megabytes):
                part.write(b"0" * 2**20)
    return target.getvalue()


def lying_bomb(megabytes: int) -> bytes:
    """The same, but every header states 100 bytes for the sheet."""
    content = bytearray(honest_bomb(megabytes))
    true_size = struct.pack("<I", megabytes * 2**20)
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = content.find(signature)
        while at >= 0:
            if content[at + offset : at + offset + 4] == true_size:
                content[at + offset : at + offset + 4] = struct.pack("<I", 100)
            at = content.find(signature, at + 4)
    return bytes(content)


def flipped(content: bytes, part: str) -> bytes:
    """A copy in which the compressed bytes of one part are damaged."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        entry = opened.getinfo(part)
    start = entry.header_offset + 30 + len(part)
    changed = bytearray(content)
    for at in range(start, start + min(entry.compress_size, 64)):
        changed[at] ^= 0xA5
    return bytes(changed)
