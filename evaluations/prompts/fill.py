"""Fill in the middle: the beginning and the end of a file are given, and the model writes the part between them.

Source: Bavarian et al. 2022, arXiv 2207.14255. The task decides where the gap is: see `split_of`.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from evaluations.brackets import brackets, closing_of
from evaluations.errors import SuiteError
from evaluations.prompts.order import dependency_order
from evaluations.records import Kind, Message, Prompt, TaskSpec

GAP = re.compile(r"^[ \t]*\{?(?://|/\*|#|<!--)[ \t]*@fill\b[^\n]*\n?", re.MULTILINE)
FENCED = re.compile(r"^(`{3,})[\w+-]*[ \t]*\n(.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL)
OPENS = re.compile(
    r"\bfunction\s*\*?\s*(\w+)\s*[<(]|\b(?:const|let|var)\s+(\w+)\s*(?::[^=\n]+)?=\s*(?:async\s*)?(?:function\b|[(<]|\w+\s*=>)"
)
EXPLAINED = {"py": re.compile(r"#|\"\"\"|'''"), "html": re.compile("<!--"), "": re.compile(r"//|/\*")}
LONGEST = 200_000  # characters of a file that is split
SHORT_REQUEST = 120  # characters: "Complete this JavaScript code. Answer with all of it: what is given, and the rest."
HOW_TO_FIX = (
    "Give it a context file `{entry}` with the function's beginning, or with a comment `@fill` where code is missing."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A file with a gap. suffix: at least a line feed, because servers treat an empty one as missing."""

    prefix: str
    suffix: str
    request: str


def unsupported_reason(spec: TaskSpec) -> str:
    """Return why this task cannot be asked this way, with what to do; "" when it can."""
    if spec.kind is Kind.WRITE_TESTS:
        return "Tests have no place to fill in."
    if spec.kind is Kind.EDIT:
        return "A change of given files has no place to fill in."
    if spec.turns:
        return "A model that fills in takes no conversation. Choose another strategy."
    if split_of(spec):
        return ""
    return f"There is no place to fill in: the task gives no code to begin with. {HOW_TO_FIX.format(entry=spec.entry)}"


def split_of(spec: TaskSpec) -> Split | None:
    """Return the task's entry file among its context, else the last code block of its prompt: before and after the gap.

    The gap is the line with a comment `@fill`, else the body of the function asked for (of the only one, where none
    is named). None if there is neither.
    """
    if spec.kind in (Kind.WRITE_TESTS, Kind.EDIT):
        return None
    request = spec.prompt.strip()
    if (source := spec.context.get(spec.entry)) is not None:
        parts = _split_at_gap(source, spec)
    else:
        blocks = list(FENCED.finditer(spec.prompt))
        if not blocks:
            return None
        last = blocks[-1]
        parts = _split_at_gap(last.group(2), spec)
        request = f"{spec.prompt[: last.start()]}{spec.prompt[last.end() :]}".strip()
    if parts is None:
        return None
    prefix, suffix = parts
    return Split(prefix=prefix, suffix=suffix if suffix.strip() else "\n", request=request)


def render(spec: TaskSpec) -> Prompt:
    """Put the other context files, each under its path, and the request before the file.

    Raises SuiteError for a task without a gap.
    """
    split = split_of(spec)
    if split is None:
        raise SuiteError(f"{spec.title}: {unsupported_reason(spec)}")
    front = _files(spec) + _request(spec, split)
    message = Message(role="user", content=front + split.prefix)
    return Prompt(messages=(message,), strategy="fill_in", suffix=split.suffix, own_from=len(front))


def _split_at_gap(source: str, spec: TaskSpec) -> tuple[str, str] | None:
    source = source.replace("\r\n", "\n")[:LONGEST]
    if gap := GAP.search(source):
        return source[: gap.start()], source[gap.end() :]
    if spec.language == "py":
        return _python_body(source, spec.entry_point)
    return None if spec.language == "html" else _body(source, spec.entry_point)


def _body(source: str, name: str | None) -> tuple[str, str] | None:
    """Return the text before and after a function's body; nothing comes after a body that is never closed."""
    begun = [match for match in OPENS.finditer(source) if name in (None, match[1] or match[2])]
    if not begun or (name is None and len(begun) > 1):
        return None
    start, depth = begun[-1].start(), 0
    for at, bracket in brackets(source):
        if at < start:
            continue
        if bracket == "{" and depth == 0:
            break
        depth += 1 if bracket in "{([" else -1
        if depth < 0:
            return None
    else:
        return None
    closing = closing_of(source, at)
    if closing is None:
        return f"{source.rstrip()}\n", ""
    line = source[source.rfind("\n", 0, closing) + 1 : closing]
    return f"{source[: at + 1]}\n", (line if not line.strip() else "") + source[closing:]


def _python_body(source: str, name: str | None) -> tuple[str, str] | None:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return (f"{source.rstrip()}\n", "") if re.search(r":\s*\Z", source) else None
    defs = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    begun = [node for node in defs if name in (None, node.name)]
    if not begun or (name is None and len(begun) > 1):
        return None
    last, lines = begun[-1], source.splitlines(keepends=True)
    is_told = ast.get_docstring(last, clean=False) is not None
    first = last.body[0]
    n_head_lines = (first.end_lineno if is_told else first.lineno - 1) or first.lineno
    if n_head_lines < last.lineno or (not is_told and first.lineno == last.lineno):
        return None  # all on one line
    return "".join(lines[:n_head_lines]).rstrip() + "\n", "".join(lines[last.end_lineno :])


def _files(spec: TaskSpec) -> str:
    names = [path for path in dependency_order(spec.context) if path != spec.entry]
    return "".join(f"{comment(path, spec.language)}{spec.context[path].rstrip()}\n\n" for path in names)


def _request(spec: TaskSpec, split: Split) -> str:
    """Return the request as a comment; not where the code explains itself and the request only says to complete it."""
    explains = EXPLAINED.get(spec.language, EXPLAINED[""]).search(split.prefix + split.suffix)
    is_told = explains and len(split.request) <= SHORT_REQUEST
    return "" if is_told or not split.request else comment(split.request, spec.language)


def comment(text: str, language: str) -> str:
    """Return the text as a comment of a language."""
    if language == "py":
        return "".join(f"# {line}".rstrip() + "\n" for line in text.splitlines())
    if language == "html":
        return f"<!-- {text.replace('--', '- -')} -->\n"
    if "\n" not in text:
        return f"// {text}\n"
    return "/*\n{}\n*/\n".format(text.replace("*/", "* /"))
