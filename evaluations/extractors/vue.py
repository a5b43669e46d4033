"""Chooses Vue's single files: the component that is asked for, and those that it imports."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

from evaluations.extractors.files import extraction_of
from evaluations.extractors.page import named_blocks
from evaluations.extractors.thinking import without_thinking
from evaluations.records import Block, Extraction, TaskSpec

SINGLE_FILE = re.compile(r"^\s*<(?:template|script)\b[^>]{0,200}>", re.MULTILINE | re.IGNORECASE)
LAST_END = re.compile(r"</(?:template|script|style)\s*>", re.IGNORECASE)
LABELS = {"vue", "html", None}


def choose_vue(text: str, blocks: tuple[Block, ...], spec: TaskSpec, version: str) -> Extraction:
    """Return the extraction of this answer: the main component is filed as the entry, the others under their own
    paths.
    """
    extraction = partial(extraction_of, spec, version)
    named = named_blocks(blocks, spec.entry)
    single = [i for i, block in enumerate(blocks) if is_single_file(block)]
    if single:
        main = _main(blocks, single, named)
        files = {spec.entry: main, **{path: i for path, i in named.items() if i != main}}
        rule = "several_files" if len(files) > 1 else "only_block" if len(blocks) == 1 else "first_component"
        return extraction(files, blocks, rule, _reason(rule))
    if not blocks and (block := _bare(without_thinking(text))):
        return extraction({spec.entry: 0}, (block,), "bare_code", "No fence: the component in the answer's text.")
    reason = "No block of the answer is a Vue component." if blocks else "The answer contains no Vue component."
    return extraction({}, blocks, "none", reason if text.strip() else "The answer is empty.")


def is_single_file(block: Block) -> bool:
    """Return whether a block has a template or a script of its own, and is not a whole page."""
    source = block.source
    is_component = bool(SINGLE_FILE.search(source)) and not re.match(r"\s*<(?:!doctype|html)\b", source, re.IGNORECASE)
    return is_component and block.language in LABELS


def _main(blocks: Sequence[Block], single: Sequence[int], named: Mapping[str, int]) -> int:
    """Return the component that no other one imports; of several the first long one."""
    paths = {i: path for path, i in named.items()}
    top = [i for i in single if i not in paths or not _is_imported(paths[i], [blocks[j] for j in single if j != i])]
    top = top or list(single)
    longest = max(len(blocks[i].source) for i in top)
    return next(i for i in top if len(blocks[i].source) * 2 >= longest)


def _is_imported(path: str, others: Sequence[Block]) -> bool:
    name = re.escape(path.rpartition("/")[2])
    return any(re.search(rf"[\"'/]{name}[\"']", block.source) for block in others)


def _bare(text: str) -> Block | None:
    """Return the component in an answer without fences, from its first part to the end of its last."""
    start, ends = SINGLE_FILE.search(text), list(LAST_END.finditer(text))
    if not start or not ends or ends[-1].end() <= start.start():
        return None
    source = text[start.start() : ends[-1].end()].replace("\r\n", "\n").strip()
    return Block(path=None, language="vue", source=source, start=start.start(), end=ends[-1].end())


def _reason(rule: str) -> str:
    if rule == "several_files":
        return "The component that no other imports, and the files beside it."
    return "The only block of code." if rule == "only_block" else "The first long component."
