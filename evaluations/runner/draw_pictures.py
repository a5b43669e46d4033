"""Draw the pictures that a prompt of kind visual shows, from its reference, in the sandbox with its one font."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import replace

from evaluations import graders
from evaluations.errors import SuiteError
from evaluations.records import VIEWS, Case, Extraction, Report, TaskSpec

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def pictures_of(spec: TaskSpec, execute: Callable[[Case], Report]) -> dict[str, bytes]:
    """File name to PNG, of the reference in each window. Raises EvaluationError when it cannot be shown."""
    extraction = Extraction(files=spec.reference, entry=spec.entry, rule="given", reason="")
    [case] = graders.cases_for(spec, extraction, candidate_id=spec.slug)
    pictures = {}
    for view in VIEWS:
        report = execute(replace(case, views=(view,)))
        if report.screenshot is None:
            raise SuiteError(f"{spec.slug} cannot be shown: {report.cause}")
        pictures[f"{view.name}.png"] = upper_half(report.screenshot)
    return pictures


def upper_half(png: bytes) -> bytes:
    """The upper half of a picture: of a sheet the answer, which here is the reference too.

    No row of a PNG depends on the rows below it. png: as Chromium writes it, 8 bits a channel, not interlaced.
    """
    chunks, at = [], len(SIGNATURE)
    while at < len(png):
        [length] = struct.unpack(">I", png[at : at + 4])
        chunks.append((png[at + 4 : at + 8], png[at + 8 : at + 8 + length]))
        at += length + 12
    width, height, *rest = struct.unpack(">IIBBBBB", chunks[0][1])
    row = 1 + width * {2: 3, 6: 4}[rest[1]]
    rows = zlib.decompress(b"".join(data for kind, data in chunks if kind == b"IDAT"))[: row * (height // 2)]
    head = struct.pack(">IIBBBBB", width, height // 2, *rest)
    made = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    parts = (struct.pack(">I", len(d)) + kind + d + struct.pack(">I", zlib.crc32(kind + d)) for kind, d in made)
    return SIGNATURE + b"".join(parts)
