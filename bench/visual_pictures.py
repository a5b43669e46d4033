"""Draw the pictures for prompts of kind visual, fixtures/wide.png and fixtures/narrow.png, from the references.

`python -m bench.visual_pictures [FOLDER …]`; FOLDER is a suite's, by default suites/visual. The sandbox draws them
with its font. Exit 0: all are written or unchanged; 2: a folder cannot be used, or there is no browser.
"""

from __future__ import annotations

import argparse
import struct
import sys
import zlib
from dataclasses import replace
from pathlib import Path

from evaluations import graders
from evaluations.errors import EvaluationError
from evaluations.records import VIEWS, Extraction, Kind, TaskSpec
from evaluations.sandbox import Sandbox
from evaluations.suites.folders import load_suite

SIGNATURE = b"\x89PNG\r\n\x1a\n"
USUAL = Path(__file__).parents[1] / "suites" / "visual"


def pictures_of(spec: TaskSpec, sandbox: Sandbox) -> dict[str, bytes]:
    """Return the reference's PNG in each window by file name. Raises SandboxError when it cannot be shown."""
    extraction = Extraction(files=spec.reference, entry=spec.entry, rule="given", reason="")
    [case] = graders.cases_for(spec, extraction, candidate_id=spec.slug)
    pictures = {}
    for view in VIEWS:
        report = sandbox.execute(replace(case, views=(view,)))
        if report.screenshot is None:
            raise EvaluationError(f"{spec.slug} cannot be shown: {report.cause}")
        pictures[f"{view.name}.png"] = upper_half(report.screenshot)
    return pictures


def upper_half(png: bytes) -> bytes:
    """Return the upper half of a picture. Of a sheet this is the answer, which here equals the reference.

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


def main() -> int:
    """Return the exit status; see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path, default=[USUAL])
    try:
        with Sandbox(slots=1) as sandbox:
            for folder in parser.parse_args().folders:
                for spec in load_suite(folder).tasks:
                    if spec.kind is Kind.VISUAL:
                        _write(folder / spec.slug / "fixtures", pictures_of(spec, sandbox))
    except EvaluationError as exc:
        print(exc, file=sys.stderr)
        return 2
    return 0


def _write(folder: Path, pictures: dict[str, bytes]) -> None:
    folder.mkdir(exist_ok=True)
    for name, content in pictures.items():
        path = folder / name
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
            print(f"{path}: {len(content)} bytes")


if __name__ == "__main__":
    sys.exit(main())
