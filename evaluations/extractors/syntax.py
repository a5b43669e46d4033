"""Reads JavaScript and TypeScript with tree-sitter: does a piece parse, which names does it declare, use, import.

tree-sitter accepts a little more than engines do (it knows no early errors, except those that `parses` adds).
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import tree_sitter_javascript
import tree_sitter_typescript
from tree_sitter import Language, Node, Parser, Query, QueryCursor, Tree

LONGEST, MOST_STATEMENTS = 60_000, 5_000  # bytes of a piece that is read, and statements at its top
BUDGET_S = 0.5  # processor time for all pieces of one answer; a usual one takes 1 to 5 ms
CHUNK = 65_536  # bytes handed to the parser at a time
FUNCTIONS = ("function_declaration", "generator_function_declaration", "function_signature")
CLASSES = ("class_declaration", "abstract_class_declaration")
TYPES = ("interface_declaration", "type_alias_declaration", "enum_declaration")
VARIABLES = ("lexical_declaration", "variable_declaration")
PATTERN_NAMES = ("identifier", "shorthand_property_identifier_pattern")
DECLARATION = re.compile(r"(?:async\s+)?function\b|class\b")
# What a statement of words consists of: "Done", "Note: it works", "- fast, small".
WORDS = {
    "expression_statement",
    "labeled_statement",
    "statement_identifier",
    "identifier",
    "property_identifier",
    "member_expression",
    "subscript_expression",
    "parenthesized_expression",
    "unary_expression",
    "binary_expression",
    "ternary_expression",
    "sequence_expression",
    "array",
    "number",
    "string",
    "string_fragment",
    "ERROR",
}
# Objects whose properties other scripts can see: `window.add = …`, `exports.add = …`.
SHARED = re.compile(rb"^(?:window|globalThis|self|global|exports|module\.exports)$")
DECLARED = """
(variable_declarator name: (identifier) @name)
(function_declaration name: (identifier) @name)
(generator_function_declaration name: (identifier) @name)
(function_expression name: (identifier) @name)
(class_declaration name: (_) @name)
(formal_parameters (identifier) @name)
(arrow_function parameter: (identifier) @name)
(catch_clause parameter: (identifier) @name)
(for_in_statement left: (identifier) @name)
(shorthand_property_identifier_pattern) @name
(pair_pattern value: (identifier) @name)
(array_pattern (identifier) @name)
(rest_pattern (identifier) @name)
(assignment_pattern left: (identifier) @name)
(import_specifier (identifier) @name)
(import_clause (identifier) @name)
(namespace_import (identifier) @name)
"""
DECLARED_TS = """
(required_parameter pattern: (identifier) @name)
(optional_parameter pattern: (identifier) @name)
(enum_declaration name: (identifier) @name)
(interface_declaration name: (type_identifier) @name)
(type_alias_declaration name: (type_identifier) @name)
(type_parameter name: (type_identifier) @name)
"""
USED = "[(identifier) (shorthand_property_identifier)] @name"
USED_TS = USED + " (type_identifier) @name"
ELEMENTS = """
(jsx_opening_element name: (identifier) @name)
(jsx_closing_element name: (identifier) @name)
(jsx_self_closing_element name: (identifier) @name)
"""
PARAMETERS = "(formal_parameters (identifier) @name) (arrow_function parameter: (identifier) @name)"
PARAMETERS_TS = "(required_parameter pattern: (identifier) @name) (arrow_function parameter: (identifier) @name)"


@cache
def _language(dialect: str) -> Language:
    if dialect == "js":
        return Language(tree_sitter_javascript.language())
    is_tsx = dialect == "tsx"
    return Language(tree_sitter_typescript.language_tsx() if is_tsx else tree_sitter_typescript.language_typescript())


@cache
def _query(dialect: str, text: str) -> Query:
    return Query(_language(dialect), text)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement at the top of a piece. start and end: characters. is_lexical: it may not be declared twice."""

    start: int
    end: int
    node: Node
    names: tuple[str, ...]
    is_lexical: bool


class Code:
    """A piece that was read. One that was too long to read counts as one that parses and declares nothing."""

    def __init__(self, source: str, data: bytes, tree: Tree | None, dialect: str) -> None:
        self.source, self.dialect = source, dialect
        self._data, self._tree = data, tree

    @cached_property
    def parses(self) -> bool:
        """Whether an engine would accept it."""
        if self._tree is None:
            return True
        if self._tree.root_node.has_error or self.repeated is not None:
            return False
        # A statement that begins with `function` is a declaration: what follows its body does not belong to it.
        return not any(
            statement.node.type == "expression_statement" and DECLARATION.match(self.source, statement.start)
            for statement in self.statements
        )

    @cached_property
    def repeated(self) -> Statement | None:
        """Return the first statement that declares a name again; engines refuse that of const, let and class."""
        seen: dict[str, bool] = {}
        for statement in self.statements:
            if statement.node.type == "expression_statement":
                continue
            for name in statement.names:
                if seen.get(name, False) or (name in seen and statement.is_lexical):
                    return statement
            seen.update(dict.fromkeys(statement.names, statement.is_lexical))
        return None

    @cached_property
    def words(self) -> tuple[Statement, ...]:
        """Return top-level statements that are words of a sentence: they do nothing, and their names are undeclared."""
        return tuple(statement for statement in self.statements if _is_words(statement.node, self.declared))

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The top-level statements, and comments between them."""
        if self._tree is None:
            return ()
        return tuple(self._statement(node) for node in self._tree.root_node.children)

    def _statement(self, node: Node) -> Statement:
        inner = node.child_by_field_name("declaration") if node.type == "export_statement" else node
        is_lexical = inner is not None and inner.type in ("lexical_declaration", *CLASSES)
        names = tuple(dict.fromkeys(_names_of(node)))
        return Statement(self._at(node.start_byte), self._at(node.end_byte), node, names, is_lexical)

    def _at(self, byte: int) -> int:
        if len(self._data) == len(self.source):
            return byte
        return len(self._data[:byte].decode(errors="replace"))

    @cached_property
    def declared(self) -> frozenset[str]:
        """Return top-level names, imported ones too."""
        return frozenset(name for statement in self.statements for name in statement.names)

    @cached_property
    def own(self) -> frozenset[str]:
        """Names that it declares and does not import."""
        statements = (part for part in self.statements if part.node.type != "import_statement")
        return frozenset(name for statement in statements for name in statement.names)

    @cached_property
    def exported(self) -> frozenset[str]:
        """Names of its exports, "default" among them."""
        return frozenset(name for statement in self.statements for name in _exports_of(statement.node))

    @cached_property
    def default(self) -> str:
        """Return the name of its default export; "" when that has no name or there is none."""
        for statement in self.statements:
            if statement.node.type == "export_statement" and "default" in _exports_of(statement.node):
                part = statement.node.child_by_field_name("value") or statement.node.child_by_field_name("declaration")
                name = part and (part if part.type == "identifier" else part.child_by_field_name("name"))
                return _text(name) if name else ""
        return ""

    @cached_property
    def imports(self) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """For each import the module and (name there, name here); "default" and "*" are names there."""
        return tuple(
            _import_of(statement.node) for statement in self.statements if statement.node.type == "import_statement"
        )

    @cached_property
    def free(self) -> frozenset[str]:
        """Names that it uses and declares nowhere."""
        declared = DECLARED if self.dialect == "js" else DECLARED.replace("formal_parameters", "array_pattern")
        declared += "" if self.dialect == "js" else DECLARED_TS
        tags = {name for name in self._captured(ELEMENTS) if name[:1].islower()} if self.has_elements else set()
        return frozenset(self._captured(USED if self.dialect == "js" else USED_TS) - self._captured(declared) - tags)

    @cached_property
    def has_elements(self) -> bool:
        """Whether there is JSX in it."""
        if self._tree is None or self.dialect == "ts":
            return False
        return bool(re.search(r"</|/>", self.source)) and bool(self._captured("(jsx_attribute) @name") or self._tags)

    @cached_property
    def _tags(self) -> set[str]:
        return self._captured(ELEMENTS)

    @cached_property
    def takes_component(self) -> bool:
        """Whether a function of it has a parameter with the name of a component: `(Wrapped) => …`."""
        names = self._captured(PARAMETERS if self.dialect == "js" else PARAMETERS_TS)
        return any(name[:1].isupper() for name in names)

    def assignment_of(self, name: str) -> Statement | None:
        """Return the assignment that creates a name which is not declared; not one of CommonJS."""
        results = [statement for statement in self.statements if name in statement.names]
        if not results or any(statement.node.type != "expression_statement" for statement in results):
            return None
        text = self.source[results[0].start : results[0].end]
        return None if re.match(r"(?:module\s*\.\s*)?exports\b", text) else results[0]

    def names_in(self, statement: Statement) -> set[str]:
        """Return every name in one of its statements."""
        return self._captured(USED if self.dialect == "js" else USED_TS, statement.node)

    def without_export(self, statement: Statement) -> str:
        """Return the text of a statement; of an export only what it declares."""
        inner = statement.node.child_by_field_name("declaration") if statement.node.type == "export_statement" else None
        return self.source[self._at(inner.start_byte) if inner else statement.start : statement.end]

    def _captured(self, query: str, node: Node | None = None) -> set[str]:
        if self._tree is None or self._tree.root_node.has_error:
            return set()
        captures = QueryCursor(_query(self.dialect, query)).captures(node or self._tree.root_node)
        return {_text(item) for item in captures.get("name", [])}


class Reader:
    """Reads the pieces of one answer. All of them together have BUDGET_S; what comes after is not read."""

    def __init__(self) -> None:
        self._deadline = time.thread_time() + BUDGET_S
        self._known: dict[tuple[str, str], Code] = {}

    @property
    def is_spent(self) -> bool:
        """Whether the time is over: then nothing more is tried."""
        return time.thread_time() > self._deadline

    def read(self, source: str, dialects: tuple[str, ...]) -> Code:
        """Return the piece in the first dialect in which it parses, else in the first."""
        first = self._read(source, dialects[0])
        if first.parses:
            return first
        return next((code for dialect in dialects[1:] if (code := self._read(source, dialect)).parses), first)

    def _read(self, source: str, dialect: str) -> Code:
        key = (source, dialect)
        if key not in self._known:
            data = source.encode(errors="replace")
            self._known[key] = Code(source, data, self._parsed(data, dialect), dialect)
        return self._known[key]

    def _parsed(self, data: bytes, dialect: str) -> Tree | None:
        if len(data) > LONGEST or self.is_spent:
            return None

        def is_over(_offset: int, _has_error: bool) -> bool:
            return self.is_spent

        try:
            tree = Parser(_language(dialect)).parse(
                lambda offset, _point: data[offset : offset + CHUNK], encoding="utf8", progress_callback=is_over
            )
        except ValueError:  # stopped
            return None
        return tree if tree.root_node.child_count <= MOST_STATEMENTS else None


def _text(node: Node) -> str:
    return (node.text or b"").decode(errors="replace")


def _is_words(node: Node, declared: frozenset[str]) -> bool:
    if node.type not in ("expression_statement", "labeled_statement"):
        return False
    body = node.child_by_field_name("body") if node.type == "labeled_statement" else None
    if body is not None and body.type == "expression_statement":
        return True
    waiting, names = [node], set[str]()
    while waiting:
        part = waiting.pop()
        if part.type not in WORDS:
            return False
        if part.type in ("identifier", "statement_identifier"):
            names.add(_text(part))
        waiting += part.named_children
    return bool(names - declared)


def _names_of(node: Node) -> Iterator[str]:
    """Yield names that a statement at the top makes known."""
    if node.type == "export_statement":
        inner = node.child_by_field_name("declaration")
        yield from _names_of(inner) if inner else ()
    elif node.type in (*FUNCTIONS, *CLASSES, *TYPES):
        name = node.child_by_field_name("name")
        yield from (_text(name),) if name else ()
    elif node.type in VARIABLES:
        for part in node.named_children:
            name = part.child_by_field_name("name")
            yield from _names_in_pattern(name) if name else ()
    elif node.type == "import_statement":
        yield from (here for _there, here in _import_of(node)[1])
    elif node.type == "expression_statement" and node.named_child_count:
        yield from _assigned(node.named_children[0])


def _names_in_pattern(pattern: Node) -> Iterator[str]:
    """Yield names in a pattern: `a`, `{ a, b: c }`, `[a, ...rest]`."""
    waiting = [pattern]
    while waiting:
        node = waiting.pop()
        if node.type in PATTERN_NAMES:
            yield _text(node)
        elif node.type == "pair_pattern":
            value = node.child_by_field_name("value")
            waiting += [value] if value else []
        elif node.type.endswith("assignment_pattern"):
            left = node.child_by_field_name("left")
            waiting += [left] if left else []
        else:
            waiting += node.named_children


def _assigned(node: Node) -> Iterator[str]:
    """Yield the names of assignments: `add = …`, `window.add = …`, `module.exports = { add }`."""
    left = node.child_by_field_name("left") if node.type == "assignment_expression" else None
    if left is None:
        return
    if left.type == "identifier":
        yield _text(left)
    elif left.type == "member_expression":
        receiver, name = left.child_by_field_name("object"), left.child_by_field_name("property")
        if receiver and name and SHARED.match(receiver.text or b""):
            yield _text(name)


def _exports_of(node: Node) -> Iterator[str]:
    if node.type != "export_statement":
        return
    if any(child.type == "default" for child in node.children):
        yield "default"
    yield from _names_of(node)
    for clause in node.named_children:
        for part in clause.named_children if clause.type == "export_clause" else ():
            name = part.child_by_field_name("alias") or part.child_by_field_name("name")
            yield from (_text(name),) if name else ()


def _import_of(node: Node) -> tuple[str, tuple[tuple[str, str], ...]]:
    source = node.child_by_field_name("source")
    names: list[tuple[str, str]] = []
    for clause in (child for child in node.named_children if child.type == "import_clause"):
        for part in clause.named_children:
            if part.type == "identifier":
                names.append(("default", _text(part)))
            elif part.type == "namespace_import":
                names += [("*", _text(child)) for child in part.named_children]
            else:
                names += [_specifier(child) for child in part.named_children if child.type == "import_specifier"]
    return (_text(source).strip("'\"`") if source else "", tuple(names))


def _specifier(node: Node) -> tuple[str, str]:
    name, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
    exported = _text(name) if name else ""
    return exported, _text(alias) if alias else exported
