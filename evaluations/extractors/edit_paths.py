"""Paths in answers that change given files: which file a path means, and which paths are refused."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable

from evaluations.extractors.diffs import NO_FILE
from evaluations.extractors.hunks import EditRefusedError

PATH = r"[\w@.\-/\\]+\.(?:tsx?|jsx?|mjs|css|json|html|vue)"
LINE = re.compile(rf"[\s#>*`\"'(\d.)\-]*(?:file(?:name)?|path)?\s*:?\s*[`*\"']*({PATH})[`*\"'):\s]*", re.IGNORECASE)
SAFE_PATH = re.compile(r"[\w@.\- /]{1,120}")
FENCE = re.compile(r"\s*(?:`{3,}|~{3,})\s*\w*\s*")
DRIVE = re.compile(r"[A-Za-z]:")


def resolve(written: str, paths: Iterable[str], *, old: str = "") -> str:
    """Return the path that is meant: a given file under any folder, else the path itself; "" for none.

    old: the other path of a diff, which is tried where the first is no given file. Raises EditRefusedError for a path
    that leaves the folder.
    """
    own_paths = list(paths)
    for text in (written, old):
        if text and text != NO_FILE and (path := _given_path(text, own_paths)):
            return path
    if not written or written == NO_FILE:
        return ""
    path = _checked_path(written)
    if not SAFE_PATH.fullmatch(path):
        raise EditRefusedError(f"The answer names the file “{written[:80]}”, which is not a path of this task.")
    return re.sub(r"^[ab]/(?=.)", "", path) if old else path


def _checked_path(written: str) -> str:
    path = written.strip().replace("\\", "/")
    while path.startswith("./"):
        path = path[2:]
    if ".." in path.split("/") or path.startswith(("/", "~")) or DRIVE.match(path):
        raise EditRefusedError(f"The answer names the file “{written[:80]}”, which is outside of the given files.")
    return path


def _given_path(written: str, known: list[str]) -> str:
    """Return the given file that a path means; "" if it means none."""
    path = written.strip().replace("\\", "/")
    if ".." in path.split("/"):
        _checked_path(written)
    while path.startswith("./"):
        path = path[2:]
    if path in known:
        return path
    name = path.rpartition("/")[2]
    ends = [known_path for known_path in known if path.endswith(f"/{known_path}") or known_path.endswith(f"/{path}")]
    same = [
        known_path
        for known_path in known
        if known_path.rpartition("/")[2] == name and ("/" not in path or "/" not in known_path)
    ]
    for matches in (ends, same):
        if len(matches) == 1:
            return matches[0]
    return ""


def bare_path(line: str, known: Container[str]) -> str:
    """Return the given file if the whole line is its name; "" if not."""
    match = LINE.fullmatch(line) if len(line) < 200 else None
    return match[1] if match and match[1] in known else ""


def path_before(text: str, at: int, known: Iterable[str]) -> str:
    """Return the path on the line before an offset, or before the fence there; "" if there is none."""
    names = set(known)
    for line in reversed(text[max(0, at - 400) : at].rstrip("\n").split("\n")[-3:]):
        if FENCE.fullmatch(line) or not line.strip():
            continue
        match = LINE.fullmatch(line) if len(line) < 200 else None
        if match is None:
            last = re.search(rf"({PATH})[`*\"'):\s]*$", line[-200:])
            return last[1] if last and last[1].rpartition("/")[2] in {name.rpartition("/")[2] for name in names} else ""
        return match[1]
    return ""
