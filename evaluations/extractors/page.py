"""Chooses the files of a plain page: an HTML document and what it loads."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from evaluations.extractors.files import extraction_of
from evaluations.extractors.notation import plain_blocks, plain_code
from evaluations.extractors.thinking import without_thinking
from evaluations.records import Block, Extraction, TaskSpec

DOCUMENT = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*){0,3}<(?:!doctype\s+html|html|head|body|[a-z][\w-]*[\s>])", re.I | re.DOTALL
)
UNFENCED_PAGE = re.compile(r"<(?:!doctype\s+html|html)\b.*?(?:</html\s*>|\Z)", re.IGNORECASE | re.DOTALL)
LOADED = {
    "css": re.compile(r"<link\b[^>]{0,500}\bhref\s*=\s*[\"']?([\w./-]+\.css)\b", re.IGNORECASE),
    "js": re.compile(r"<script\b[^>]{0,500}\bsrc\s*=\s*[\"']?([\w./-]+\.m?js)\b", re.IGNORECASE),
}
# What a document has of its own: then styles or scripts beside it are something else.
OWN = {
    "css": re.compile(r"<style\b|<link\b[^>]{0,500}\bstylesheet", re.IGNORECASE),
    "js": re.compile(r"<script\b", re.IGNORECASE),
}
DECLARED = re.compile(r"^(?:async\s+)?(?:const|let|class|function)\s+([A-Za-z_$][\w$]*)", re.MULTILINE)
LABELS = {"css": {"css"}, "js": {"js", "javascript", "mjs"}, "html": {"html", "htm", "xhtml"}}


def choose_page(text: str, blocks: tuple[Block, ...], spec: TaskSpec, version: str) -> Extraction:
    """Return the extraction of this answer: named files; else the first document, with unnamed parts as it names
    them.
    """
    extraction = partial(extraction_of, spec, version)
    blocks = tuple(plain_blocks(blocks, _is_document)[0])
    named = named_blocks(blocks, spec.entry)
    if spec.entry in named or (named and spec.entry in spec.context):
        return extraction(named, blocks, "several_files", f"{len(named)} of the files by their paths.")
    documents = [i for i, block in enumerate(blocks) if _kind(block) == "html"]
    if documents:
        longest = max(len(blocks[i].source) for i in documents)
        first = next(i for i in documents if len(blocks[i].source) * 2 >= longest)
        files = {**named, spec.entry: first, **_parts(blocks, first, spec.entry, named)}
        blocks, unlinked = _with_unlinked(blocks, first, spec.entry, files)
        files |= unlinked
        rule = "html_and_parts" if len(files) > 1 else "only_block" if len(blocks) == 1 else "first_document"
        explanation = (
            "The only block of code." if rule == "only_block" else "The first long document, and what it loads."
        )
        if unlinked:
            explanation = "The first long document, with the styles and scripts that are given beside it."
        return extraction(files, blocks, rule, explanation)
    whole_text = without_thinking(text)
    if not blocks and (plain := plain_code(whole_text, lambda part: bool(DOCUMENT.match(part)))):
        block = Block(path=None, language=None, source=plain.source, start=0, end=len(whole_text))
        return extraction({spec.entry: 0}, (block,), "bare_code", f"No fence: the answer is a document; {plain.what}.")
    if not blocks and (match := UNFENCED_PAGE.search(whole_text)):
        start, end = match.span()
        block = Block(
            path=None, language=None, source=whole_text[start:end].replace("\r\n", "\n"), start=start, end=end
        )
        return extraction({spec.entry: 0}, (block,), "bare_code", "No fence: the document in the answer's text.")
    reason = "No block of the answer is HTML." if blocks else "The answer contains no HTML."
    return extraction({}, blocks, "none", reason if text.strip() else "The answer is empty.")


def _is_document(block: Block) -> bool:
    return _kind(block) in ("css", "js") or bool(DOCUMENT.match(block.source))


def named_blocks(blocks: Sequence[Block], entry: str) -> dict[str, int]:
    """Map each path to its block: the first of a name wins, tests are left out. All are below the entry's folder."""
    root = posixpath.dirname(entry)
    files: dict[str, int] = {}
    for i, block in enumerate(blocks):
        path = block.path
        if not path or not block.source.strip() or re.search(r"\.(?:test|spec)\.", path):
            continue
        inside = path if not root or path.startswith(f"{root}/") else f"{root}/{path}"
        files.setdefault(inside, i)
    return files


def _kind(block: Block) -> str:
    """Return html, css, js; "" for what a page does not load. Its label counts, where it has one that means
    anything.
    """
    if not block.source.strip():
        return ""
    for kind, labels in LABELS.items():
        if block.language in labels:
            return kind
    return "html" if DOCUMENT.match(block.source) else ""


def _parts(blocks: Sequence[Block], document: int, entry: str, named: Mapping[str, int]) -> dict[str, int]:
    """Return unnamed styles and scripts under the names by which the document loads them, in order."""
    root, used_paths, files = posixpath.dirname(entry), set(named.values()), {}
    for kind, pattern in LOADED.items():
        paths = [posixpath.normpath(posixpath.join(root, path)) for path in pattern.findall(blocks[document].source)]
        missing = [path for path in dict.fromkeys(paths) if path not in named and not path.startswith("..")]
        unnamed = [
            i for i, block in enumerate(blocks) if i not in used_paths and not block.path and _kind(block) == kind
        ]
        files.update(dict(zip(missing, unnamed, strict=False)))
    return files


def _with_unlinked(
    blocks: tuple[Block, ...], document: int, entry: str, files: Mapping[str, int]
) -> tuple[tuple[Block, ...], dict[str, int]]:
    """Return the blocks with a document that loads the unnamed styles and scripts, and these by path.

    Only if it loads none itself: an answer in steps gives HTML, CSS and JavaScript one after the other.
    """
    source, root = blocks[document].source, posixpath.dirname(entry)
    linked: dict[str, int] = {}
    for kind, own in OWN.items():
        if own.search(source):
            continue
        sources = {*files.values(), *linked.values()}
        unnamed = [i for i, block in enumerate(blocks) if i not in sources and not block.path and _kind(block) == kind]
        for number, i in enumerate(_compatible_scripts(blocks, unnamed), 1):
            name = f"answer-{number}.{kind}"
            linked[posixpath.join(root, name)] = i
            source = _loading(source, kind, name)
    changed = replace(blocks[document], source=source)
    return (*blocks[:document], changed, *blocks[document + 1 :]), linked


def _compatible_scripts(blocks: Sequence[Block], indices: Sequence[int]) -> list[int]:
    """Return the scripts that declare no name of an earlier one: a second version of a script is left out."""
    accepted, declared = [], set[str]()
    for i in indices:
        names = set(DECLARED.findall(blocks[i].source))
        if not names & declared:
            accepted.append(i)
            declared |= names
    return accepted


def _loading(source: str, kind: str, name: str) -> str:
    """Return the document, loading one file more: a style before the end of its head, a script before the end of its
    body.
    """
    end, tag = (
        ("</head", f'<link rel="stylesheet" href="{name}">\n')
        if kind == "css"
        else ("</body", f'<script src="{name}"></script>\n')
    )
    at = source.lower().rfind(end)
    if at >= 0:
        return source[:at] + tag + source[at:]
    return (
        tag + source if kind == "css" and not re.match(r"\s*<(?:!doctype|html)", source, re.I) else f"{source}\n{tag}"
    )
