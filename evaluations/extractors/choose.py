"""Chooses among the pieces by what the task needs, and says why."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from evaluations.extractors.bare import bare_blocks
from evaluations.extractors.files import main_file, named_files
from evaluations.extractors.join import join
from evaluations.extractors.notation import plain_blocks, plain_code, plain_texts, without_invisible
from evaluations.extractors.own_tests import without_tests
from evaluations.extractors.pieces import is_code
from evaluations.extractors.read_blocks import DEFINES, TESTS, TYPED_LABELS, Rank, ReadBlocks
from evaluations.extractors.repairs import as_loaded, with_declaration
from evaluations.extractors.scripts import elements_around, with_scripts
from evaluations.extractors.shape import fits_kind, is_example
from evaluations.extractors.syntax import Code, Reader
from evaluations.extractors.thinking import without_thinking
from evaluations.records import Block, Extraction, Kind, TaskSpec

CODE_LANGUAGES = TYPED_LABELS | {
    *("js", "jsx", "javascript", "javascriptreact", "react", "mjs", "node", "ecmascript", "es6"),
}
OTHER_LANGUAGES = {
    *("python", "py", "java", "c", "cpp", "csharp", "sql", "rust", "go", "html", "css", "json", "yaml"),
    *("bash", "sh", "shell", "console", "text", "plaintext", "txt", "output", "diff", "markdown", "md"),
}
DECLARES = re.compile(r"\b(?:function|class|const|let|var|export|import)\b|=>")
PYTHON = re.compile(r"^(?:\s*def \w+\(.*\)\s*(?:->.*)?:\s*$|from \w+ import |\s*elif |\s*print\()", re.MULTILINE)
# Kinds that are recognised by their shape where the task gives no name.
UNNAMED = (Kind.HOOK, Kind.COMPONENT, Kind.EXCEL)
MOST_BLOCKS = 100  # blocks of one answer that are read
CUT = "what did not parse was left out"
CORRECTED_REASON = "The last block that the answer gives as the correct one"


@dataclass(frozen=True, slots=True)
class Choice:
    """A block, the rule that chose it, and the beginning of a sentence that says so."""

    index: int
    rule: str
    reason: str


def choose(text: str, blocks: tuple[Block, ...], spec: TaskSpec, version: str) -> Extraction:
    """Return the extraction of this answer for this task."""
    reader = Reader()
    if not any(block.source.strip() for block in blocks):
        # Nothing, or a fence that closes what was never opened.
        bare_text = text[: blocks[0].start].rstrip(" `~\r\n") if blocks else text
        return _from_bare(text, bare_text, spec, version, reader)
    converted, notes = plain_blocks(
        with_scripts(text, blocks)[:MOST_BLOCKS], lambda block: _is_meant(block, spec, reader)
    )
    blocks = tuple(converted)
    usable = [i for i, block in enumerate(blocks) if _is_code(block, spec, reader)]
    if not usable:
        return _no_code(spec, version, blocks, "No block of the answer is JavaScript or TypeScript.")
    read_blocks = ReadBlocks(text, blocks, spec, reader)
    if named := named_files(blocks, usable, spec):
        return _of_files(read_blocks, named, usable, version)
    choice = _best(read_blocks, usable)
    if note := notes.get(choice.index):
        choice = replace(choice, reason=f"{choice.reason}; {note}")
    return _extraction(read_blocks, usable, choice, version)


def _is_meant(block: Block, spec: TaskSpec, reader: Reader) -> bool:
    """Return whether a block is code as it is: it parses, does something, and is about code."""
    if without_invisible(block.source) != block.source:
        return False  # tree-sitter takes them, engines do not
    dialects = ReadBlocks("", [block], spec, reader).dialects(block)
    return bool(DECLARES.search(block.source)) and is_code(reader.read(block.source, dialects))


def _no_code(spec: TaskSpec, version: str, blocks: tuple[Block, ...], reason: str) -> Extraction:
    return Extraction(files={}, entry=spec.entry, rule="none", reason=reason, blocks=blocks, version=version)


def _from_bare(text: str, bare_text: str, spec: TaskSpec, version: str, reader: Reader) -> Extraction:
    whole_text = Block(path=None, language=None, source=bare_text, start=0, end=len(bare_text))
    if result := plain_code(
        without_thinking(bare_text), lambda part: _is_meant(replace(whole_text, source=part), spec, reader)
    ):
        block = replace(whole_text, source=result.source)
        choice = Choice(0, "bare_code", f"No fence: the answer is code; {result.what}")
        return _extraction(ReadBlocks(text, [block], spec, reader), [0], choice, version)
    blocks, note = bare_blocks(bare_text, spec, reader), ""
    if not any(_is_meant(block, spec, reader) for block in blocks):
        for result in plain_texts(bare_text):
            others = bare_blocks(result.source, spec, reader)
            if any(_is_meant(block, spec, reader) for block in others):
                blocks = tuple(replace(block, start=0, end=len(bare_text)) for block in others)
                note = f"; {result.what}"
                break
    if not blocks:
        reason = "The answer is empty." if not bare_text.strip() else "The answer contains no code."
        return _no_code(spec, version, (), reason)
    usable = [i for i, block in enumerate(blocks) if not _is_python(block.source)]
    if not usable:
        return _no_code(spec, version, blocks, "The code is Python.")
    read_blocks = ReadBlocks(text, blocks, spec, reader)
    choice = _best(read_blocks, usable)
    chosen_text = Choice(choice.index, "bare_code", f"No fence: the lines that look like code were taken{note}")
    return _extraction(read_blocks, usable, chosen_text, version)


def _extraction(read_blocks: ReadBlocks, usable: Sequence[int], choice: Choice, version: str) -> Extraction:
    """Return the chosen block, cut and joined where it must be."""
    spec, chosen = read_blocks.spec, read_blocks[choice.index]
    rule, reason = choice.rule, choice.reason
    if chosen.is_cut:
        rule, reason = "cut_block", f"{reason}; {CUT}"
        read_blocks.blocks[choice.index] = chosen.block
    codes = {choice.index: chosen.code}
    if len(usable) > 1:
        codes = {i: read_blocks.code(i) for i in usable}
    if spec.kind is not Kind.WRITE_TESTS and (shorter := without_tests(chosen.code)) != chosen.code.source:
        reason = f"{reason}; its own tests were left out"
        codes[choice.index] = read_blocks.reader.read(shorter, read_blocks.dialects(chosen.block))
    code = codes[choice.index]
    joined = join(choice.index, codes, spec)
    if joined.used:
        rule, reason = (
            "joined_blocks",
            f"{reason}, with what it uses of the other blocks" + (f"; {CUT}" if chosen.is_cut else ""),
        )
    entry = entry_for(spec, code)
    source = with_declaration(joined.source, code, spec.entry_point)
    if source != joined.source:
        reason = f"{reason}; the name that it only assigns was declared"
    if (runnable := as_loaded(source)) != source:
        source, reason = runnable, f"{reason}; what only a file of its own may contain was replaced"
    if elements := _elements_for(read_blocks, choice.index):
        source = f"document.body.innerHTML = {json.dumps(elements)};\n{source}"
        reason = f"{reason}; the elements of its page were put in front"
    return Extraction(
        files={**joined.files, entry: source},
        entry=entry,
        rule=rule,
        reason=f"{reason}.",
        blocks=tuple(read_blocks.blocks),
        chosen=(choice.index, *joined.used),
        version=version,
    )


def _elements_for(read_blocks: ReadBlocks, i: int) -> str:
    """Return the elements of the page that a function was given in, where the script uses them: its own lines would
    throw.
    """
    block = read_blocks.blocks[i]
    is_function = read_blocks.spec.kind is Kind.FUNCTION
    return elements_around(read_blocks.text, block.start) if is_function and "document." in block.source else ""


def entry_for(spec: TaskSpec, code: Code) -> str:
    """Return the path of the entry: TypeScript that is not JavaScript is compiled as TypeScript."""
    if code.dialect == "js" or not code.parses or spec.entry.endswith((".ts", ".tsx")):
        return spec.entry
    return f"{spec.entry.rpartition('.')[0]}.{code.dialect}"


def _is_code(block: Block, spec: TaskSpec, reader: Reader) -> bool:
    if not block.source.strip():
        return False
    if _is_python(block.source):
        return False
    if block.language in CODE_LANGUAGES:
        return True
    if block.language in OTHER_LANGUAGES:
        # "```java" around JavaScript happens: what a block says counts more than its label.
        single_block = ReadBlocks("", [block], spec, reader)
        if spec.kind in UNNAMED and not spec.entry_point:
            return _is_meant(block, spec, reader) and fits_kind(single_block.code(0), spec)
        return single_block.defines(0)
    return bool(DECLARES.search(block.source))


def _is_python(source: str) -> bool:
    """Return whether the block is Python, whatever its label says: `def f():`, and no line ends as JavaScript's do."""
    return bool(PYTHON.search(source)) and not re.search(r"[{;]\s*$|=>|\bfunction\b", source, re.MULTILINE)


def _best(read_blocks: ReadBlocks, usable: Sequence[int]) -> Choice:
    """Return the first block that has what the task needs; repeats after the real answer do not count."""
    spec = read_blocks.spec
    fits = [i for i in usable if read_blocks.defines(i)]
    if fits:
        return _first_complete(read_blocks, fits)
    if len(usable) == 1:
        return Choice(usable[0], "only_block", "The only block of code")
    solutions = [i for i in usable if _is_solution(read_blocks.blocks[i])] or list(usable)
    pool = [i for i in solutions if fits_kind(read_blocks.code(i), spec)] or solutions
    lowest = min(read_blocks.rank(i) for i in pool)
    pool = [i for i in pool if read_blocks.rank(i) == lowest]
    pool = _without_usage(read_blocks, pool)
    pool = [i for i in pool if read_blocks.code(i).exported or "module.exports" in read_blocks.blocks[i].source] or pool
    longest = max(len(read_blocks.blocks[i].source) for i in pool)
    # Of several solutions the first one that is about as long as the longest: later ones repeat or show how to use it.
    first = next(i for i in pool if len(read_blocks.blocks[i].source) * 2 >= longest)
    names = read_blocks.code(first).own
    later = [i for i in pool if i > first and read_blocks.is_correction(i) and names & read_blocks.code(i).own]
    if later:
        return Choice(later[-1], "corrected_block", CORRECTED_REASON)
    reason = "The first block that defines something and is about as long as the longest"
    return Choice(first, "first_long_block", reason)


def _first_complete(read_blocks: ReadBlocks, fits: Sequence[int]) -> Choice:
    """Return the first complete block; if all have faults, the first one with the smallest fault."""
    best = next((i for i in fits if read_blocks.rank(i) is Rank.WHOLE), None)
    if best is None:
        best = min(fits, key=read_blocks.rank)
    elif best != fits[0] and read_blocks.is_sketch(fits[0]):
        # Step by step: each shows more of it than the one before.
        complete = [i for i in fits if read_blocks.rank(i) is Rank.WHOLE]
        best = max(complete, key=lambda i: len(read_blocks.blocks[i].source))
    later = [i for i in fits if i > best and read_blocks.is_correction(i) and read_blocks.rank(i) is Rank.WHOLE]
    if later:
        return Choice(later[-1], "corrected_block", CORRECTED_REASON)
    name = read_blocks.spec.entry_point
    if read_blocks.spec.kind is Kind.WRITE_TESTS:
        return Choice(best, "first_with_tests", "The first block that defines tests")
    return Choice(best, "first_with_entry_point", f"The first block that defines {name}")


def _without_usage(read_blocks: ReadBlocks, pool: list[int]) -> list[int]:
    """Return the blocks without those that only show another one in use."""
    rest_of_pool = [i for i in pool if not any(_shows(read_blocks, i, j) for j in pool if j != i)]
    return rest_of_pool or pool


def _shows(read_blocks: ReadBlocks, i: int, j: int) -> bool:
    """Return whether block i only shows block j in use: an example that uses what j declares, or a component hardly
    longer.
    """
    code, other = read_blocks.code(i), read_blocks.code(j)
    imported = {name for module, names in code.imports if module.startswith(".") for _there, name in names}
    if not other.own.intersection(code.free | imported) or code.own.intersection(other.free):
        return False
    if is_example(code):
        return True
    is_component = read_blocks.spec.kind in (Kind.COMPONENT, Kind.EXCEL)
    return is_component and len(read_blocks.blocks[j].source) * 2 >= len(read_blocks.blocks[i].source)


def _is_solution(block: Block) -> bool:
    return not TESTS.search(block.source) and bool(DEFINES.search(block.source))


def _of_files(read_blocks: ReadBlocks, named: dict[str, int], usable: Sequence[int], version: str) -> Extraction:
    """Return all named files, the main one as the entry. The others know it by its own name."""
    spec = read_blocks.spec
    main = main_file(read_blocks, named)
    for i in named.values():
        read_blocks.blocks[i] = read_blocks[i].block
    files = {path: read_blocks.blocks[i].source for path, i in named.items()}
    codes = {i: read_blocks.code(i) for i in usable if i == named[main] or i not in named.values()}
    joined = join(named[main], codes, spec)
    entry = entry_for(spec, read_blocks.code(named[main]))
    own = "./" + "../" * main.count("/") + entry.rpartition(".")[0]
    files[main] = f'export * from "{own}";\nexport {{ default }} from "{own}";\n'
    files[entry] = joined.source
    return Extraction(
        files={path: as_loaded(source) for path, source in {**joined.files, **files}.items()},
        entry=entry,
        rule="several_files",
        reason=f"{len(named)} files by their paths; {main} is the one the checks import.",
        blocks=tuple(read_blocks.blocks),
        chosen=tuple(dict.fromkeys([*named.values(), *joined.used])),
        version=version,
    )
