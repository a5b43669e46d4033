"""Pictures of pages, made small: most have few colours, and a PNG with a palette takes half the room of one without.

Chromium writes a PNG in two ways: quickly and twice as large, or slowly. The quick one is written again here, without
loss. It says of each line what differs from the line above: lines without a difference, which are most of a page, are
not looked at again.
"""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

SIGNATURE = b"\x89PNG\r\n\x1a\n"
RGB, PALETTE, RGBA = 2, 3, 6  # colour types
UP = 2  # the filter of a line of differences to the line above
MOST_COLOURS = 256
MOST_PIXELS = 4_000_000
LEVEL = 6  # 9 takes four times as long and saves a hundredth


def compact_png(png: bytes) -> bytes:
    """Return the same picture in fewer bytes; the given bytes if that is not possible."""
    chunks = chunks_of(png)
    if len(chunks[b"IHDR"]) != 13:
        return png
    width, height, *kind = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if kind != [8, RGB, 0, 0, 0] or not 0 < width * height <= MOST_PIXELS:
        return png
    n_bytes = height * (1 + 3 * width)
    try:
        data = zlib.decompressobj().decompress(chunks[b"IDAT"], n_bytes)
    except zlib.error:
        return png
    if len(data) != n_bytes:
        return png
    compact = _with_palette(data, width, height) or png_of(width, height, 8, RGB, data)
    return compact if len(compact) < len(png) else png


def is_one_colour(png: bytes) -> bool:
    """Return whether all pixels of a PNG, as the sandbox stores it, have the same colour. False for other bytes."""
    chunks = chunks_of(png)
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


def chunks_of(png: bytes) -> dict[bytes, bytes]:
    """Return header, palette and data; a missing chunk is empty."""
    chunks = {b"IHDR": b"", b"PLTE": b"", b"IDAT": b""}
    position = len(SIGNATURE) if png.startswith(SIGNATURE) else len(png)
    while position + 12 <= len(png):
        (n_bytes,) = struct.unpack_from(">I", png, position)
        name = png[position + 4 : position + 8]
        if name in chunks:
            chunks[name] += png[position + 8 : position + 8 + n_bytes]
        position += 12 + n_bytes
    return chunks


def _with_palette(data: bytes, width: int, height: int) -> bytes | None:
    """Return the picture with a palette; None when it has too many colours, or lines with another filter."""
    import numpy as np

    lines = np.frombuffer(data, np.uint8).reshape(height, 1 + 3 * width)
    if (lines[:, 0] != UP).any():
        return None
    differs = np.asarray(lines[:, 1:].any(axis=1))
    differs[0] = True
    samples = np.cumsum(lines[differs, 1:], axis=0, dtype=np.uint8).reshape(-1, width, 3).astype(np.uint32)
    pixels = samples[:, :, 0] << 16 | samples[:, :, 1] << 8 | samples[:, :, 2]
    usual = pixels[0, 0]
    is_other = pixels != usual
    others = pixels[is_other]
    # A part of the pixels usually shows already that there are too many colours; sorting a photograph would take 50 ms.
    if len(np.unique(others[:: 1 + len(others) // 5000])) >= MOST_COLOURS:
        return None
    colours = np.unique(others)
    if len(colours) >= MOST_COLOURS:
        return None
    indices = np.zeros(pixels.shape, np.uint8)
    indices[is_other] = 1 + np.searchsorted(colours, others)
    depth = next(bits for bits in (1, 2, 4, 8) if len(colours) < 1 << bits)
    packed = _packed(indices, depth)
    rows = np.zeros((height, 1 + packed.shape[1]), np.uint8)
    rows[:, 1:] = packed[np.cumsum(differs) - 1]
    palette = b"".join(int(colour).to_bytes(3, "big") for colour in (usual, *colours))
    return png_of(width, height, depth, PALETTE, rows.tobytes(), palette=palette)


def _packed(indices: np.ndarray[Any, Any], depth: int) -> np.ndarray[Any, Any]:
    """Return several places a byte, the first in the highest bits."""
    import numpy as np

    per_byte = 8 // depth
    n_lines, width = indices.shape
    padded = np.zeros((n_lines, -(-width // per_byte) * per_byte), np.uint8)
    padded[:, :width] = indices
    shifts = np.arange(8 - depth, -1, -depth, dtype=np.uint8)
    packed: np.ndarray[Any, Any] = np.bitwise_or.reduce(padded.reshape(n_lines, -1, per_byte) << shifts, axis=2)
    return packed


def png_of(
    width: int, height: int, depth: int, kind: int, lines: bytes, *, palette: bytes = b"", level: int = LEVEL
) -> bytes:
    """Return a PNG of these lines, each with its filter before it. depth: bits of a sample; kind: its colour type.

    level: of the compression, 0…9.
    """
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0))]
    chunks += [(b"PLTE", palette)] if palette else []
    chunks += [(b"IDAT", zlib.compress(lines, level)), (b"IEND", b"")]
    return SIGNATURE + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
