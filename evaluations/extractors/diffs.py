"""Diffs as models write them: unified, git's, with half a header or without, `*** Begin Patch`, search and replace."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from evaluations.extractors.hunks import EditRefusedError, Hunk, Line

LARGEST_LINE = 1_000_000  # number of a line in a header: no file here is as long
MOST_HUNKS = 200  # of an answer
MOST_FILES = 50
RANGES = re.compile(r"@@+\s*-(\d+)(?:,(\d+))?\s+\+(\d+)(?:,(\d+))?\s*@*(.*)")
OLD_FILE, NEW_FILE = re.compile(r"---[ \t]+(\S.*)"), re.compile(r"\+\+\+[ \t]+(\S.*)")
GIT = re.compile(r"diff --git\s+\"?a/(.+?)\"?\s+\"?b/(.+?)\"?\s*")
PATCH = re.compile(r"\*\*\* (Update|Add|Delete) File:\s*(\S.*?)\s*")
MOVE = re.compile(r"(?:\*\*\* Move to:|rename to)\s+(\S.*?)\s*")
BETWEEN_FILES = re.compile(
    r"(?:index [0-9a-f]+\.\.|new file mode|deleted file mode|old mode|new mode|similarity index|rename from"
    r"|Index: |={10,}|\*\*\* (?:Begin Patch|End Patch|End of File)|diff -)"
)
HEADED = re.compile(r"^(?:@@|diff --git |\*\*\* (?:Update|Add|Delete) File:)|^---[ \t]+\S.*\n\+\+\+[ \t]+\S", re.M)
# What `git format-patch` puts at the end of a mail: "-- " and git's version.
SIGNATURE = re.compile(r"^-- ?\n\d+\.\d+[\w. ()-]*$", re.MULTILINE)
OPENS = re.compile(r"[ \t]*<{5,9}[ \t]*(?:SEARCH|ORIGINAL|HEAD)\b.*")
DIVIDES = re.compile(r"[ \t]*={5,9}[ \t]*")
CLOSES = re.compile(r"[ \t]*>{5,9}[ \t]*\w.*")
MOST_COMPARED = 4_000_000  # pairs of lines of a replacement: above it, all of its lines go and come
NO_FILE = "/dev/null"
STAMP = re.compile(r"(?:\t.*|\s+\d{4}-\d\d-\d\d.*|\s+\([^()]*\))$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """A block of search and replace. start and end: offsets in the text."""

    search: str
    replace: str
    start: int
    end: int


@dataclass(slots=True, kw_only=True)
class FilePatch:
    """A diff's changes of one file. Paths as written, "" without one; NOTHING: a new or a deleted file.

    replacement: where it is a block of search and replace, which may be about a part of a line.
    """

    old: str = ""
    new: str = ""
    moved_to: str = ""
    hunks: list[Hunk] = field(default_factory=list)
    replacement: Replacement | None = None

    @property
    def creates(self) -> bool:
        """Whether it says that the file is new."""
        return self.old == NO_FILE

    @property
    def deletes(self) -> bool:
        """Whether it takes the file away."""
        return self.new == NO_FILE


def is_diff(source: str, language: str | None) -> bool:
    """Return whether a block is a diff. A label counts only where a line is added or removed, or where there is a
    header.
    """
    if language in ("diff", "patch", "udiff"):
        return bool(re.search(r"^[+-]", source, re.M)) or bool(HEADED.search(source))
    return bool(HEADED.search(source))


def read_diff(source: str) -> list[FilePatch]:
    """Return the changes of a diff, file by file. Raises EditRefusedError for numbers that no file can have, and too
    many.
    """
    reader = _Reader(SIGNATURE.sub("", source).split("\n"))
    patches = [patch for patch in reader.read() if patch.hunks or patch.deletes or patch.moved_to]
    if len(patches) > MOST_FILES or sum(len(patch.hunks) for patch in patches) > MOST_HUNKS:
        raise EditRefusedError(f"The diff changes more than {MOST_FILES} files or has more than {MOST_HUNKS} hunks.")
    return patches


class _Reader:
    """Reads a diff line by line. A line without a mark in front counts as one that stays."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._patches: list[FilePatch] = [FilePatch()]
        self._body: list[Line] | None = None
        self._header: re.Match[str] | None = None
        self._heading = ""

    def read(self) -> list[FilePatch]:
        """Return everything that the diff does."""
        i = 0
        while i < len(self._lines):
            i += self._take(self._lines[i], self._lines[i + 1] if i + 1 < len(self._lines) else "")
        self._end_hunk()
        return self._patches

    def _take(self, line: str, following: str) -> int:
        """Read one line, or two where they are a header; return how many."""
        if match := GIT.fullmatch(line):
            self._begin(FilePatch(old=match[1], new=match[2]))
        elif (old := OLD_FILE.match(line)) and (new := NEW_FILE.match(following)):
            self._name(_path(old[1]), _path(new[1]))
            return 2
        elif (old := OLD_FILE.match(line)) and (following.startswith("@@") or self._body is None):
            self._name(_path(old[1]), "")
        elif (new := NEW_FILE.match(line)) and self._body is None:
            self._name("", _path(new[1]))
        elif match := PATCH.fullmatch(line):
            path = match[2]
            old_path, new_path = {"Add": (NO_FILE, path), "Delete": (path, NO_FILE)}.get(match[1], (path, path))
            self._begin(FilePatch(old=old_path, new=new_path))
        elif match := MOVE.fullmatch(line):
            self._patches[-1].moved_to = match[1]
        elif line.startswith("@@"):
            self._begin_hunk(line)
        elif BETWEEN_FILES.match(line):
            self._end_hunk()
        else:
            self._add(line)
        return 1

    def _begin(self, patch: FilePatch) -> None:
        self._end_hunk()
        self._patches.append(patch)

    def _name(self, old: str, new: str) -> None:
        """Take a header of paths: of the file that git's line began, else of the next one."""
        self._end_hunk()
        patch = self._patches[-1]
        if patch.hunks or (patch.old and patch.moved_to == "" and NO_FILE in (patch.old, patch.new)):
            self._patches.append(FilePatch(old=old, new=new))
        else:
            patch.old, patch.new = old or patch.old, new or patch.new

    def _begin_hunk(self, line: str) -> None:
        self._end_hunk()
        self._header = RANGES.match(line)
        self._heading = (self._header[5] if self._header else line).strip(" @")
        self._body = []
        if self._header and any(len(n) > 9 or int(n) > LARGEST_LINE for n in self._header.groups()[:4] if n):
            number = len(self._patches[-1].hunks) + 1
            name = re.sub("^[ab]/", "", self._patches[-1].new or self._patches[-1].old or "the file")
            raise EditRefusedError(f"Hunk {number} of {name} names lines that no file has: {line[:80]}")

    def _add(self, line: str) -> None:
        if self._body is None:
            if not line.strip():
                return
            self._body = []
        if line.startswith("\\"):
            return  # "\ No newline at end of file"
        op, text = (line[0], line[1:]) if line[:1] in ("+", "-", " ") else (" ", line)
        self._body.append((op, text))

    def _end_hunk(self) -> None:
        body, header = self._body, self._header
        self._body, self._header = None, None
        while body and body[-1] == (" ", ""):
            body.pop()
        if not body or all(op == " " for op, _ in body):
            return
        hunks = self._patches[-1].hunks
        hunks.append(
            Hunk(
                lines=tuple(body),
                number=len(hunks) + 1,
                start=int(header[1]) if header else None,
                heading=self._heading,
                adds_after=bool(header and header[2] == "0") or bool(header and header[1] == "0"),
            )
        )
        self._heading = ""


def _path(text: str) -> str:
    return STAMP.sub("", text.strip()).strip("\"' ")


def replacements_of(text: str) -> list[Replacement]:
    """Return each block of search and replace in a text, as Aider asks for them."""
    blocks: list[Replacement] = []
    at, start = 0, 0
    search: list[str] | None = None
    new: list[str] | None = None
    for line in text.splitlines(keepends=True):
        content = line.rstrip("\r\n")
        if OPENS.fullmatch(content):
            search, new, start = [], None, at
        elif search is not None and new is None and DIVIDES.fullmatch(content):
            new = []
        elif search is not None and new is not None and CLOSES.fullmatch(content):
            blocks.append(Replacement(search="".join(search), replace="".join(new), start=start, end=at + len(line)))
            search, new = None, None
        elif new is not None:
            new.append(f"{content}\n")
        elif search is not None:
            search.append(f"{content}\n")
        at += len(line)
    if len(blocks) > MOST_HUNKS:
        raise EditRefusedError(f"The answer has more than {MOST_HUNKS} blocks of search and replace.")
    return blocks


def hunk_of(replacement: Replacement, number: int) -> Hunk:
    """Return the same as a hunk: lines that both sides have stay."""
    old, new = _lines(replacement.search), _lines(replacement.replace)
    if len(old) * len(new) > MOST_COMPARED:
        return Hunk(lines=(*(("-", text) for text in old), *(("+", text) for text in new)), number=number)
    lines: list[Line] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += [(" ", text) for text in old[a:b]]
        else:
            lines += [("-", text) for text in old[a:b]] + [("+", text) for text in new[c:d]]
    return Hunk(lines=tuple(lines), number=number)


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []
