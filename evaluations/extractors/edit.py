"""Answers that change given files: whole files by their paths, diffs, or blocks of search and replace.

The extraction has all files as they are after the change. A change that cannot be made is the model's fault: no
files then, and the reason names the hunk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import unescape

from evaluations.extractors.choose import choose
from evaluations.extractors.diffs import FilePatch, Replacement, hunk_of, is_diff, read_diff, replacements_of
from evaluations.extractors.edit_paths import bare_path, path_before, resolve
from evaluations.extractors.file_bundles import unfenced
from evaluations.extractors.find import find_blocks
from evaluations.extractors.hunks import Budget, EditRefusedError, Hunk, apply_hunks
from evaluations.extractors.notation import without_invisible
from evaluations.extractors.syntax import Reader
from evaluations.extractors.thinking import without_thinking
from evaluations.records import Block, Extraction, TaskSpec

CODE = re.compile(r"(?:tsx?|jsx?|javascript|typescript|mjs|css|json)?$")
NAMES = re.compile(
    r"^[ \t]*(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:function\*?|class|const|let|var)\s+(\w+)", re.M
)
FILE_TAG = re.compile(r"<file\s+(?:path|name)=[\"']([^\"'\n]{1,200})[\"']\s*>\n?", re.IGNORECASE)
# The end of a diff without a fence: an empty line, followed by a line that cannot be part of a diff.
AFTER_DIFF = re.compile(r"\r?\n[ \t]*\r?\n(?![-+@ \t\\]|diff |\*\*\* |index )")
ENTITY = re.compile(r"&(?:lt|gt|amp|quot|#\d{1,5});")
SCRIPTS = (".js", ".jsx", ".mjs", ".ts", ".tsx")
TESTS = re.compile(r"\.(?:test|spec)\.")


@dataclass(slots=True, kw_only=True)
class _Changes:
    """An answer's changes. patches: in order, with path; used: indexes of the blocks with changes."""

    whole_files: dict[str, str] = field(default_factory=dict)
    patches: list[tuple[str, FilePatch]] = field(default_factory=list)
    used: list[int] = field(default_factory=list)
    n_replacements: int = 0


def choose_edit(text: str, blocks: tuple[Block, ...], spec: TaskSpec, version: str) -> Extraction:
    """Return the given files as the answer changes them; where that fails, also with its HTML entities as
    characters.
    """
    extraction = _edited(text, blocks, spec, version)
    if not ENTITY.search(text) or (extraction.files and _parses(extraction.files)):
        return extraction
    unescaped = unescape(text)
    second = _edited(unescaped, find_blocks(unescaped), spec, version)
    if not second.files or (extraction.files and not _parses(second.files)):
        return extraction
    return replace(second, blocks=(), chosen=())  # the positions of its blocks in the original text are not known


def _parses(files: Mapping[str, str]) -> bool:
    """Return whether all scripts among the files parse."""
    reader = Reader()
    return all(reader.read(source, ("tsx", "ts")).parses for path, source in files.items() if path.endswith(SCRIPTS))


def _edited(text: str, blocks: tuple[Block, ...], spec: TaskSpec, version: str) -> Extraction:
    visible = without_thinking(text)
    try:
        changes, blocks = _changes_of(visible, blocks, spec)
        if not changes.whole_files and not changes.patches:
            return _one_file(text, blocks, spec, version)
        files = _changed_files(changes, spec.context)
    except EditRefusedError as exc:
        return Extraction(
            files={}, entry=spec.entry, rule="edit_refused", reason=str(exc), blocks=blocks, version=version
        )
    return Extraction(
        files=files,
        entry=spec.entry,
        rule=_rule(changes),
        reason=_reason(changes, files, spec.context),
        blocks=blocks,
        chosen=tuple(dict.fromkeys(changes.used)),
        version=version,
    )


def _changes_of(text: str, blocks: tuple[Block, ...], spec: TaskSpec) -> tuple[_Changes, tuple[Block, ...]]:
    """Return everything that the answer changes, and its blocks: one more where it has a diff without a fence."""
    changes = _Changes()
    replacements = replacements_of(text)
    replaced = [(replacement.start, replacement.end) for replacement in replacements]
    _read_replacements(changes, text, replacements, blocks, spec)
    unnamed: list[int] = []
    for i, block in enumerate(blocks):
        if any(start < block.end and block.start < end for start, end in replaced):
            changes.used.append(i)
        elif is_diff(block.source, block.language):
            _read_patches(changes, block, spec)
            changes.used.append(i)
        elif block.source.strip() and not _read_whole(changes, block, spec):
            unnamed.append(i)
        elif block.source.strip():
            changes.used.append(i)
    _read_tags(changes, text, spec)
    if not changes.whole_files and not changes.patches:
        blocks = _read_bare_diff(changes, text, blocks, spec)
    _read_unnamed(changes, blocks, unnamed, spec)
    return changes, blocks


def _read_replacements(
    changes: _Changes, text: str, replacements: Sequence[Replacement], blocks: Sequence[Block], spec: TaskSpec
) -> None:
    path, counts = "", dict[str, int]()
    for replacement in replacements:
        block = next((block for block in blocks if block.start <= replacement.start < block.end), None)
        written = path_before(text, replacement.start, spec.context) or (block.path if block else "") or path
        path = resolve(written, spec.context) if written else ""
        target = path or _only_or_holding(replacement.search, spec)
        counts[target] = counts.get(target, 0) + 1
        patch = FilePatch(old=target, new=target, hunks=[hunk_of(replacement, counts[target])], replacement=replacement)
        changes.patches.append((target, patch))
        changes.n_replacements += 1


def _only_or_holding(search: str, spec: TaskSpec) -> str:
    """Return the file that a block without a path is about: the only one, the one that has its text, else the entry."""
    holding = [path for path, source in spec.context.items() if search.strip() and search.strip() in source]
    return holding[0] if len(holding) == 1 else spec.entry


def _read_patches(changes: _Changes, block: Block, spec: TaskSpec) -> None:
    source = block.source
    first, _, rest = source.partition("\n")
    if bare_path(first, spec.context):
        source = rest
    for patch in read_diff(source):
        written = patch.old if patch.deletes else patch.new or patch.old
        path = resolve(written or block.path or bare_path(first, spec.context) or "", spec.context, old=patch.old)
        if patch.moved_to:
            patch.moved_to = resolve(patch.moved_to, {})
        changes.patches.append((path or _target(patch.hunks, spec), patch))


def _target(hunks: Sequence[Hunk], spec: TaskSpec) -> str:
    """Return the file for a diff that names no file: the only one that it fits, else the entry."""
    fitting = [path for path, source in spec.context.items() if _can_apply(source, hunks, Budget())]
    return fitting[0] if len(fitting) == 1 else spec.entry


def _read_whole(changes: _Changes, block: Block, spec: TaskSpec) -> bool:
    """Take a block as a whole file if it has a path; return False if it has none."""
    first, _, rest = block.source.partition("\n")
    inner = bare_path(first, spec.context)
    written = block.path or inner
    if not written:
        return False
    path = resolve(written, spec.context)
    if TESTS.search(path) and path not in spec.context:
        return False
    source = f"{rest if inner else block.source}\n"
    _take_whole(changes, path, source, spec.context)
    return True


def _take_whole(changes: _Changes, path: str, source: str, context: Mapping[str, str]) -> None:
    """Take a whole file. The last version counts, unless it is a piece: half as long as the one before or less."""
    before = changes.whole_files.get(path)
    if before is not None and before.strip() != context.get(path, "").strip() and len(source) * 2 <= len(before):
        return
    changes.whole_files[path] = without_invisible(source) if path.endswith(SCRIPTS) else source


def _read_tags(changes: _Changes, text: str, spec: TaskSpec) -> None:
    """Read files in tags: `<file path="a.js">…</file>`."""
    for match in FILE_TAG.finditer(text):
        end = text.find("</file>", match.end())
        if end < 0:
            return
        source = unfenced(text[match.end() : end].replace("\r\n", "\n")).strip("\n")
        _take_whole(changes, resolve(match[1], spec.context), f"{source}\n", spec.context)


def _read_bare_diff(changes: _Changes, text: str, blocks: tuple[Block, ...], spec: TaskSpec) -> tuple[Block, ...]:
    """Read a diff in the text without a fence."""
    if blocks or not is_diff(text, None):
        return blocks
    start = min(at for at in (text.find(mark) for mark in ("diff --git ", "--- ", "@@", "*** ")) if at >= 0)
    after = AFTER_DIFF.search(text, start)
    end = after.start() if after else len(text)
    block = Block(path=None, language="diff", source=text[start:end].replace("\r\n", "\n"), start=start, end=end)
    _read_patches(changes, block, spec)
    changes.used.append(0)
    return (block,)


def _read_unnamed(changes: _Changes, blocks: Sequence[Block], unnamed: Iterable[int], spec: TaskSpec) -> None:
    """Read blocks without a path: each is the given file that has most of its names, where there is one."""
    touched = {*changes.whole_files, *(path for path, _ in changes.patches)}
    for i in unnamed:
        if not CODE.fullmatch(blocks[i].language or ""):
            continue
        path = _most_alike(blocks[i].source, spec.context)
        if path and path not in touched:
            _take_whole(changes, path, f"{blocks[i].source}\n", spec.context)
            changes.used.append(i)


def _most_alike(source: str, context: Mapping[str, str]) -> str:
    """Return the given file more than half of whose names are in the text; "" if there is none."""
    names = {*NAMES.findall(source)}
    shares = {}
    for path, text in context.items():
        own = {*NAMES.findall(text)}
        shares[path] = len(own & names) / len(own) if own else 0.0
    best = max(shares, key=lambda path: shares[path], default="")
    return best if best and shares[best] > 0.5 else ""


def _one_file(text: str, blocks: tuple[Block, ...], spec: TaskSpec, version: str) -> Extraction:
    """Return code without any path as the whole entry."""
    extraction = choose(text, blocks, spec, version)
    if not extraction.files:
        return extraction
    context = {path: source for path, source in spec.context.items() if path != spec.entry}
    return replace(extraction, files={**context, **extraction.files})


def _changed_files(changes: _Changes, context: Mapping[str, str]) -> dict[str, str]:
    """Return all files after the change. A file that is given whole needs no diff; a deleted one is empty.

    A change that the answer repeats is made once.
    """
    files, budget = {**context, **changes.whole_files}, Budget()
    changed: set[str] = set()
    for path, patch in changes.patches:
        if path in changes.whole_files:
            continue
        if path in changed and _is_made(files[path], patch, budget):
            continue
        changed.add(path)
        if patch.deletes:
            files[path] = ""
            continue
        source = "" if patch.creates else files.get(path, "")
        if patch.hunks and path not in files and not patch.creates and any(hunk.old for hunk in patch.hunks):
            raise EditRefusedError(f"Hunk 1 of {path} does not apply: there is no such file.")
        new_source = _apply_patch(source, patch, path, budget) if source else _new_file(patch.hunks)
        files[patch.moved_to or path] = new_source
        if patch.moved_to and patch.moved_to != path:
            files[path] = ""
    return files


def _apply_patch(source: str, patch: FilePatch, path: str, budget: Budget) -> str:
    """Return a file with its changes. What is searched may be a part of a line, where the file has it once."""
    try:
        return apply_hunks(source, patch.hunks, path, budget)
    except EditRefusedError:
        replacement = patch.replacement
        search = replacement.search.strip() if replacement else ""
        if replacement is None or not search or source.count(search) != 1:
            raise
        return source.replace(search, replacement.replace.strip())


def _is_made(source: str, patch: FilePatch, budget: Budget) -> bool:
    """Return whether a file has the changes already: the hunks fit nowhere, but the reversed hunks do."""
    other = {"+": "-", "-": "+", " ": " "}
    undone = [replace(hunk, lines=tuple((other[op], text) for op, text in hunk.lines)) for hunk in patch.hunks]
    return (
        not _can_apply(source, patch.hunks, budget)
        and _can_apply(source, undone, budget)
        and all(undone_hunk.old for undone_hunk in undone)
    )


def _can_apply(source: str, hunks: Sequence[Hunk], budget: Budget) -> bool:
    """Return whether all of the hunks can be applied to a file."""
    try:
        apply_hunks(source, hunks, "", budget)
    except EditRefusedError:
        return False
    return True


def _new_file(hunks: Sequence[Hunk]) -> str:
    return "".join(f"{text}\n" for hunk in hunks for op, text in hunk.lines if op != "-")


def _rule(changes: _Changes) -> str:
    if changes.whole_files and changes.patches:
        return "files_and_diff"
    if changes.whole_files:
        return "whole_files"
    return "search_replace" if changes.n_replacements else "diff"


def _reason(changes: _Changes, files: Mapping[str, str], context: Mapping[str, str]) -> str:
    changed = [path for path, source in files.items() if source.strip() != context.get(path, "").strip()]
    if not changed:
        return "The answer leaves the files as they are."
    how = {
        "files_and_diff": "whole files and a diff",
        "whole_files": "whole files by their paths",
        "search_replace": "blocks of search and replace",
        "diff": "a diff",
    }[_rule(changes)]
    return f"Changed by {how}: {', '.join(changed)}."
