"""Damaged copies of workbooks, the same for the same seed."""

from __future__ import annotations

import io
import random
import zipfile

KINDS = ("flip", "truncate", "swap", "drop", "repeat", "zero")


def mutated(content: bytes, chance: random.Random) -> tuple[str, bytes]:
    """Return the kind of damage and the copy: bytes flipped or cut off, zip members swapped, dropped or doubled."""
    kind = chance.choice(KINDS)
    if kind in ("swap", "drop", "repeat") and content[:2] == b"PK":
        return kind, _members(content, kind, chance)
    if kind == "truncate":
        return kind, content[: chance.randrange(len(content) + 1)]
    changed = bytearray(content)
    if kind == "zero":
        start = chance.randrange(max(1, len(changed)))
        changed[start : start + chance.randrange(1, 400)] = bytes(min(400, len(changed) - start))
        return kind, bytes(changed)
    for _ in range(chance.randrange(1, 40)):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return "flip", bytes(changed)


def _members(content: bytes, kind: str, chance: random.Random) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    except Exception:
        return content[::-1]  # it cannot be read as a zip, so its bytes are reversed
    if kind == "swap" and len(parts) > 1:
        a, b = chance.sample(range(len(parts)), 2)
        parts[a], parts[b] = (parts[a][0], parts[b][1]), (parts[b][0], parts[a][1])
    elif kind == "drop" and parts:
        del parts[chance.randrange(len(parts))]
    elif parts:
        name, part = chance.choice(parts)
        parts.append((f"copy-{name}", part * 3))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts:
            archive.writestr(name, part)
    return target.getvalue()
