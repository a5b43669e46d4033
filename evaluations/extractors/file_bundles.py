"""Several files in one block: in JSON, or one after the other below comments with their paths."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from evaluations.records import Block

LONGEST = 200_000  # characters that are read
MOST_FILES = 50
PATH = re.compile(r"[\w@.\-/\\]+\.(?:tsx?|jsx?|mjs|css|json|html|vue|py)")
PATH_KEYS = ("path", "file", "filename", "fileName", "file_path", "filePath", "filepath", "name", "title")
CODE_KEYS = ("content", "contents", "code", "source", "text", "body", "new_str")
FENCED = re.compile(r"\s*`{3}\w*[ \t]*\n(.*?)\n?`{3}\s*", re.DOTALL)
# A comment with nothing but a path, at the beginning of its line.
HEADING = re.compile(r"^//[ \t]*(?:[Ff]ile(?:name)?:[ \t]*)?([\w@.\-/\\]+\.(?:tsx?|jsx?|mjs))[ \t]*$", re.MULTILINE)
SHELLS = ("bash", "sh", "shell", "zsh", "console", "terminal", None)
NAME = r"([\w@.\-/\\]+\.(?:tsx?|jsx?|mjs|css|json|html|vue|py))"
MARK = r"<<-?[ \t]*['\"]?(\w+)['\"]?"
CAT = re.compile(rf"^[ \t$]*cat[ \t]*(?:>[ \t]*{NAME}[ \t]*{MARK}|{MARK}[ \t]*>[ \t]*{NAME})[ \t]*\n", re.MULTILINE)
LOCAL = re.compile(r"(?:\bfrom\s*|\brequire\(\s*|\bimport\s*)['\"](\.{1,2}/[^'\"\n]+)['\"]")


def files_in(block: Block) -> list[Block]:
    """Return a block for each file that the block holds, with its path; empty if it is a single piece of code."""
    source = block.source
    if len(source) > LONGEST:
        return []
    if source.lstrip().startswith(("{", "[")):
        files: Iterable[tuple[str, str]] = json_files(source)
    elif block.language in SHELLS and "<<" in source:
        files = _written_by_cat(source)
    else:
        files = _below_headings(source)
    return [
        replace(block, path=clean_path(path), language=_ending(path), source=code)
        for path, code in files
        if clean_path(path) and code
    ]


def clean_path(path: str) -> str:
    """Return a relative path that stays inside: no drive, no leading slash, no parent."""
    return "/".join(part for part in path.replace("\\", "/").split("/") if part not in ("", ".", ".."))


def _written_by_cat(source: str) -> Iterator[tuple[str, str]]:
    """Yield the files that a shell's `cat > add.js << 'EOF'` writes."""
    at = 0
    while match := CAT.search(source, at):
        path, mark = match.group(1) or match.group(4), match.group(2) or match.group(3)
        end = source.find(f"\n{mark}", match.end() - 1)
        if end < 0:
            return
        yield path, source[match.end() : end].rstrip()
        at = end + 1


def json_files(text: str) -> list[tuple[str, str]]:
    """Return path and text of each file in a JSON document: {"files": [{"path", "content"}]}, {"add.js": "…"}."""
    try:
        value = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return []
    return list(_files(value, 0))[:MOST_FILES]


def _files(value: object, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(value, list) and depth < 4:
        for part in value[:MOST_FILES]:
            yield from _files(part, depth + 1)
    if not isinstance(value, dict) or depth >= 4:
        return
    paths = [value[key] for key in PATH_KEYS if _is_path(value.get(key))]
    code = _code(value)
    if paths and code is not None:
        yield paths[0], code
        return
    for key, part in value.items():
        inner = part if isinstance(part, str) else _code(part) if isinstance(part, dict) else None
        if _is_path(key) and inner is not None:
            yield key, unfenced(inner)
        else:
            yield from _files(part, depth + 1)


def _code(value: dict[str, object]) -> str | None:
    return next((unfenced(text) for key in CODE_KEYS if isinstance(text := value.get(key), str)), None)


def _is_path(value: object) -> bool:
    return isinstance(value, str) and bool(PATH.fullmatch(value))


def unfenced(text: str) -> str:
    """Return the code in a fence, if the text is one; else the text."""
    fenced = FENCED.fullmatch(text)
    return (fenced.group(1) if fenced else text).replace("\r\n", "\n").strip()


def _ending(path: str) -> str:
    return path.rpartition(".")[2].lower()


def _below_headings(source: str) -> Iterator[tuple[str, str]]:
    """Yield the files of a block that begins with a path, names more, and imports one of them from another."""
    headings = list(HEADING.finditer(source))
    if len({heading.group(1) for heading in headings}) < 2 or source[: headings[0].start()].strip():
        return
    stems = {_stem(heading.group(1)) for heading in headings}
    if not stems.intersection(map(_stem, LOCAL.findall(source))):
        return
    ends = [*(heading.start() for heading in headings[1:]), len(source)]
    for heading, end in zip(headings, ends, strict=True):
        yield heading.group(1), source[heading.end() : end].strip("\n").rstrip()


def _stem(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0].lower()
