"""Reading: why there is no picture of an answer, or only an empty one."""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache

from evaluations.errors import StoredFileError
from evaluations.models import Candidate, Grading, StoredFile
from evaluations.records import Kind, Verdict

WITHOUT_PAGE = (Kind.FUNCTION, Kind.WRITE_TESTS, Kind.PYTHON)
REASONS = {
    Verdict.RUNTIME_ERROR: "the answer crashed",
    Verdict.OVER_LIMIT: "the answer went over its limits",
    Verdict.TIMEOUT: "the answer did not end in time",
    Verdict.BUILD_ERROR: "the code cannot be built",
    Verdict.NO_CODE: "the answer has no code",
}
MOST_BYTES, MOST_PIXELS = 16_384, 4_000_000  # an empty picture of 1280 x 800 has some 3,000 bytes
SIGNATURE = b"\x89PNG\r\n\x1a\n"
RGB, PALETTE = 2, 3  # colour types of PNG


def why_no_picture(candidate: Candidate, grading: Grading | None) -> str:
    """Return “no picture: the answer crashed” where an answer has no picture because it failed; else "".

    A picture of one colour counts as none when the answer did not run to its end.
    """
    reason = REASONS.get(Verdict(candidate.verdict)) if candidate.verdict else None
    if reason is None or candidate.task.kind in WITHOUT_PAGE:
        return ""
    picture = grading.screenshot if grading else None
    if picture and not _is_empty(picture):
        return ""
    return f"no picture: {reason}"


def _is_empty(picture: StoredFile) -> bool:
    return picture.size_bytes <= MOST_BYTES and _is_empty_file(picture.pk)


@lru_cache(maxsize=512)  # by content: most answers that crash leave the same white picture
def _is_empty_file(sha256: str) -> bool:
    try:
        return is_one_colour(StoredFile.objects.get(pk=sha256).read())
    except (OSError, StoredFileError, StoredFile.DoesNotExist):
        return False


def is_one_colour(png: bytes) -> bool:
    """Whether all pixels of a PNG, as the sandbox stores it, have the same colour. False for other bytes."""
    chunks = _chunks(png)
    if len(chunks[b"IHDR"]) != 13:
        return False
    width, height, depth, kind = struct.unpack(">IIBB", chunks[b"IHDR"][:10])
    if kind == PALETTE:
        return len(chunks[b"PLTE"]) == 3
    n_bytes = height * (1 + 3 * width)
    if (depth, kind) != (8, RGB) or not 0 < width * height <= MOST_PIXELS:
        return False
    try:
        lines = zlib.decompressobj().decompress(chunks[b"IDAT"], n_bytes)
    except zlib.error:
        return False
    return bool(lines == (b"\0" + lines[1:4] * width) * height)


def _chunks(png: bytes) -> dict[bytes, bytes]:
    """Header, palette and data; empty where there are none."""
    chunks = {b"IHDR": b"", b"PLTE": b"", b"IDAT": b""}
    position = len(SIGNATURE) if png.startswith(SIGNATURE) else len(png)
    while position + 12 <= len(png):
        (n_bytes,) = struct.unpack_from(">I", png, position)
        name = png[position + 4 : position + 8]
        if name in chunks:
            chunks[name] += png[position + 8 : position + 8 + n_bytes]
        position += 12 + n_bytes
    return chunks
