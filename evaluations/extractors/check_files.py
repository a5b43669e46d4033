"""Reads a file of tests: lists its tests, keeps only some of them, merges two files."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from tree_sitter import Node

from evaluations.extractors.find import find_blocks
from evaluations.extractors.syntax import Code, Reader, Statement
from evaluations.extractors.thinking import without_thinking

TESTS = frozenset(("test", "it"))
GROUPS = frozenset(("describe", "suite"))
# `test.beforeEach(…)` and similar calls of Playwright are around tests and are not tests.
HELPERS = frozenset(("beforeEach", "beforeAll", "afterEach", "afterAll", "use", "extend", "setTimeout", "configure"))
ONLY_CALL = re.compile(r"\b(test|it|describe)\.only\b")
CALL_OF_TEST = re.compile(r"\b(?:test|it)\s*(?:\.\w+\s*)*\(")
DIALECTS = ("tsx", "ts")
LONGEST_NAME = 120
MOST_CUTS = 40  # ends of a cut answer that are tried
NAMES = ("identifier", "type_identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern")
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTest:
    """One test of a file. name: behind those of the groups around it; text: as written; span: bytes of it."""

    name: str
    text: str
    span: Span


def check_file_of(answer: str) -> str:
    """Return the test file in a model's answer, with complete tests only; "" when there is none.

    Several blocks are put together: models give each test its own. `.only` is taken out: it would leave out others.
    """
    blocks = [block.source for block in find_blocks(answer)] or [without_thinking(answer)]
    complete = [text for text in (_complete(ONLY_CALL.sub(r"\1", block)) for block in blocks) if find_tests(text)]
    together = ""
    for text in complete:
        together = merged(together, text)
    return together


def _complete(source: str) -> str:
    """Return the source, or the part of it up to the last whole test where its end was cut off; "" when nothing
    parses.
    """
    if not CALL_OF_TEST.search(source):
        return ""
    if _parse(source).parses:
        return source
    beginnings = [source[: match.start()] for match in re.finditer(r"\n", source)][::-1][:MOST_CUTS]
    # Whole statements; else those of a group whose own end is missing.
    groups = [f"{text}\n}});" for text in beginnings if text.rstrip(" ;").endswith("})")]
    for text in (*beginnings, *groups):
        if CALL_OF_TEST.search(text) and _parse(text).parses:
            return text
    return ""


def _parse(source: str) -> Code:
    return Reader().read(source, DIALECTS)


def find_tests(source: str) -> list[FoundTest]:
    """Return the tests of a file, in order; a loop that makes tests counts as one."""
    return [test for node in _top(source) for test in _tests_in(node, ())]


def _top(source: str) -> list[Node]:
    return [statement.node for statement in _parse(source).statements]


def _tests_in(node: Node, groups: tuple[str, ...]) -> Iterator[FoundTest]:
    call = _call_of(node)
    path = _path(call) if call else []
    if call and path and _is_group(path):
        for inner in _body(call):
            yield from _tests_in(inner, (*groups, _title(call)))
    elif (call and _is_test(path)) or _makes_tests(node, path):
        name = _title(call) if call and _is_test(path) else _one_line_name(_text(node))
        span = (node.start_byte, node.end_byte)
        yield FoundTest(name=" > ".join((*groups, name)), text=_text(node), span=span)


def _is_group(path: list[str]) -> bool:
    is_group = path[0] in GROUPS or (path[0] in TESTS and "describe" in path)
    return is_group and not HELPERS.intersection(path)


def _is_test(path: list[str]) -> bool:
    return bool(path) and path[0] in TESTS and not HELPERS.intersection(path) and "describe" not in path


def _makes_tests(node: Node, path: list[str]) -> bool:
    """Return whether a statement is a loop around tests, or calls `[…].forEach` with them."""
    is_loop = node.type in ("for_statement", "for_in_statement") or path[-1:] == ["forEach"]
    return is_loop and bool(CALL_OF_TEST.search(_text(node)))


def _call_of(node: Node) -> Node | None:
    if node.type != "expression_statement" or not node.named_children:
        return None
    inner = node.named_children[0]
    if inner.type == "await_expression" and inner.named_children:
        inner = inner.named_children[0]
    return inner if inner.type == "call_expression" else None


def _path(call: Node) -> list[str]:
    """Return the words of what is called: test, only, each of `test.only.each([…])("…", …)`."""
    words: list[str] = []
    node: Node | None = call
    while node is not None and node.type in ("call_expression", "member_expression"):
        if node.type == "member_expression":
            name = node.child_by_field_name("property")
            words.append(_text(name) if name else "")
        node = node.child_by_field_name("function") or node.child_by_field_name("object")
    if node is not None and node.type == "identifier":
        words.append(_text(node))
    elif words:
        words.append("")
    return words[::-1]


def _body(call: Node) -> list[Node]:
    """Return the statements of a group's function."""
    arguments = call.child_by_field_name("arguments")
    functions = [part for part in arguments.named_children if "function" in part.type] if arguments else []
    body = functions[-1].child_by_field_name("body") if functions else None
    return body.children[1:-1] if body is not None and body.type == "statement_block" else []


def _title(call: Node) -> str:
    arguments = call.child_by_field_name("arguments")
    first = next(iter(arguments.named_children), None) if arguments else None
    text = _text(first) if first else ""
    is_quoted = first is not None and first.type in ("string", "template_string")
    return _one_line_name(text[1:-1] if is_quoted else text) or "test without a name"


def _one_line_name(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_NAME else line[: LONGEST_NAME - 1] + "…"


def _text(node: Node) -> str:
    return (node.text or b"").decode(errors="replace")


def only(source: str, chosen: Collection[int]) -> str:
    """Return the file with only the tests at these places (from 0) and what they need."""
    tests = find_tests(source)
    dropped = {test.span for at, test in enumerate(tests) if at not in chosen}
    spans = [span for node in _with_comments(_top(source)) for span in _dropped_of(node, dropped)]
    return _without_unused(_without_spans(source, spans))


def _with_comments(nodes: Iterable[Node]) -> Iterator[tuple[Node, int]]:
    """Yield each statement and where it begins with the comments above it."""
    start: int | None = None
    for node in nodes:
        if node.type == "comment":
            start = node.start_byte if start is None else start
        else:
            yield node, node.start_byte if start is None else start
            start = None


def _dropped_of(statement: tuple[Node, int], dropped: Collection[Span]) -> Iterator[Span]:
    """Yield the parts that are cut out of a statement: itself, the groups of it without any test left, or tests of
    it.
    """
    node, start = statement
    spans = [test.span for test in _tests_in(node, ())]
    if not any(span in dropped for span in spans):
        return
    if all(span in dropped for span in spans):
        yield start, node.end_byte
        return
    call = _call_of(node)
    for inner in _with_comments(_body(call) if call else []):
        yield from _dropped_of(inner, dropped)


def _without_spans(source: str, spans: Iterable[Span]) -> str:
    data, parts, at = source.encode(), list[bytes](), 0
    for start, end in sorted(_whole_lines(data, span) for span in spans):
        parts.append(data[at:start])
        at = end
    text = b"".join([*parts, data[at:]]).decode(errors="replace")
    lines = re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def _whole_lines(data: bytes, span: Span) -> Span:
    """Return the span with its indent and line end, where nothing else is on its lines."""
    start, end = data.rfind(b"\n", 0, span[0]) + 1, data.find(b"\n", span[1])
    end = len(data) if end < 0 else end + 1
    is_alone = not data[start : span[0]].strip() and not data[span[1] : end].strip()
    return (start, end) if is_alone else span


def _without_unused(source: str) -> str:
    """Return the source without imports and declarations at its top that nothing in it uses."""
    while True:
        code = _parse(source)
        unused = [
            statement for statement in code.statements if _is_declaration(statement) and not _is_used(statement, code)
        ]
        if not unused:
            return source
        source = _without_spans(source, [(statement.node.start_byte, statement.node.end_byte) for statement in unused])


def _is_declaration(statement: Statement) -> bool:
    return bool(statement.names) and statement.node.type not in ("expression_statement", "export_statement")


def _is_used(statement: Statement, code: Code) -> bool:
    others = (other_statement for other_statement in code.statements if other_statement is not statement)
    return any(code.names_in(other_statement).intersection(statement.names) for other_statement in others)


def grouped(source: str, group: str) -> str:
    """Return the file with all its tests in one `describe` of this name, behind what they need."""
    holders = [(start, node) for node, start in _with_comments(_top(source)) if any(_tests_in(node, ()))]
    data = source.encode()
    tests = "\n".join(data[start : node.end_byte].decode(errors="replace") for start, node in holders)
    head = _without_spans(source, [(start, node.end_byte) for start, node in holders]).strip()
    inner = "\n".join(f"  {line}" if line.strip() else "" for line in tests.splitlines())
    body = f'describe("{group}", () => {{\n{inner}\n}});\n'
    return f"{head}\n\n{body}" if head else body


def merged(checks: str, added: str) -> str:
    """Return two files of tests as one: each import occurs once, existing statements are left out, taken names are
    changed.
    """
    if not checks.strip():
        return added
    before, behind = _parse(checks), _parse(added)
    bound = {local: (module, imported) for module, names in before.imports for imported, local in names}
    known = {_flat_text(_text(statement.node)) for statement in before.statements}
    new_statements = [
        statement
        for statement in behind.statements
        if _flat_text(_text(statement.node)) not in known or statement.node.type == "comment"
    ]
    imports = [statement for statement in new_statements if statement.node.type == "import_statement"]
    other_statements = [statement for statement in new_statements if statement.node.type != "import_statement"]
    here_already = {local for statement in imports for _, local in _same_imports(statement, behind, bound)}
    own = {
        name for statement in new_statements if _is_declaration(statement) for name in statement.names
    } - here_already
    used_names = set(before.declared) | behind.declared
    new_names = {name: _free(name, used_names) for name in sorted(own & before.declared)}
    lines = [line for statement in imports if (line := _import_line(statement, behind, here_already, new_names))]
    text = "\n\n".join(_renamed(statement.node, new_names) for statement in other_statements)
    text = re.sub(r"^((?://|/\*).*)\n\n", r"\1\n", text, flags=re.MULTILINE)
    return f"{_with_imports(checks, before, lines).rstrip()}\n\n{text.strip()}\n"


def _flat_text(text: str) -> str:
    return "".join(text.split()).rstrip(";")


def _same_imports(statement: Statement, code: Code, bound: Mapping[str, tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the names of an import that the other file imports in the same way."""
    module, names = _import(statement, code)
    return [(imported, local) for imported, local in names if bound.get(local) == (module, imported)]


def _import(statement: Statement, code: Code) -> tuple[str, tuple[tuple[str, str], ...]]:
    at = [other for other in code.statements if other.node.type == "import_statement"].index(statement)
    return code.imports[at]


def _import_line(statement: Statement, code: Code, known: Collection[str], new_names: Mapping[str, str]) -> str:
    """Return the import without what the other file imports too; "" when nothing is left."""
    module, names = _import(statement, code)
    unbound = [(imported, local) for imported, local in names if local not in known]
    if len(unbound) == len(names) and not any(local in new_names for _, local in names):
        return _text(statement.node)
    lines, listed = [], []
    for imported, local in unbound:
        name = new_names.get(local, local)
        if imported in ("default", "*"):
            lines.append(f"import {'* as ' if imported == '*' else ''}{name} from {_quoted(module)};")
        else:
            listed.append(imported if imported == name else f"{imported} as {name}")
    if listed:
        lines.append(f"import {{ {', '.join(listed)} }} from {_quoted(module)};")
    return "\n".join(lines)


def _quoted(module: str) -> str:
    return f'"{module}"'


def _free(name: str, used_names: set[str]) -> str:
    n = 2
    while f"{name}{n}" in used_names:
        n += 1
    used_names.add(f"{name}{n}")
    return f"{name}{n}"


def _renamed(node: Node, new_names: Mapping[str, str]) -> str:
    """Return the text of a statement with other names."""
    data, start = node.text or b"", node.start_byte
    parts, at = list[bytes](), 0
    for part in _names_in(node) if new_names else ():
        name = _text(part)
        if name not in new_names:
            continue
        new = f"{name}: {new_names[name]}" if part.type.startswith("shorthand") else new_names[name]
        parts += [data[at : part.start_byte - start], new.encode()]
        at = part.end_byte - start
    return b"".join([*parts, data[at:]]).decode(errors="replace")


def _names_in(node: Node) -> Iterator[Node]:
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if part.type in NAMES:
            yield part
        waiting += part.children[::-1]


def _with_imports(checks: str, code: Code, lines: list[str]) -> str:
    """Return the file with more imports behind its last one, or at its top."""
    if not lines:
        return checks
    ends = [statement.node.end_byte for statement in code.statements if statement.node.type == "import_statement"]
    data, at = checks.encode(), max(ends, default=0)
    added = "\n".join(lines).encode()
    added = b"\n" + added if at else added + b"\n\n"
    return (data[:at] + added + data[at:]).decode()
