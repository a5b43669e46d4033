"""Draw the pictures that a prompt of kind visual shows, from its reference, in the sandbox with its one font."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from dataclasses import replace

from evaluations import graders
from evaluations.errors import SuiteError
from evaluations.execution_records import VIEWS, Case, Report
from evaluations.png import RGB, RGBA, chunks_of, png_of
from evaluations.records import Extraction, TaskSpec


def pictures_of(spec: TaskSpec, execute: Callable[[Case], Report]) -> dict[str, bytes]:
    """Map each file name to a PNG of the reference in each window. Raises EvaluationError when it cannot be shown."""
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
    """Return the upper half of a picture: of a sheet the answer, which here is the reference too.

    No row of a PNG depends on the rows below it. png: as Chromium writes it, 8 bits a channel, not interlaced.
    """
    chunks = chunks_of(png)
    width, height, depth, kind = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    line = 1 + width * {RGB: 3, RGBA: 4}[kind]
    lines = zlib.decompress(chunks[b"IDAT"])[: line * (height // 2)]
    return png_of(width, height // 2, depth, kind, lines, level=9)
