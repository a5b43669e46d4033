"""Which variables a template reads that nothing in it binds: Django prints nothing for one that is misspelt."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.template import Node, NodeList, Variable
from django.template.base import FilterExpression
from django.template.defaulttags import ForNode, IfNode, WithNode
from django.template.loader import get_template
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.template.smartif import TokenBase

CONSTANTS = {"True", "False", "None"}
# Attributes of nodes that hold the name a tag binds, as `{% url … as name %}` does.
BINDING = ("asvar", "target_var", "variable_name", "var_name")


@dataclass(frozen=True, slots=True, order=True)
class Unbound:
    """A variable that nothing binds."""

    template: str
    line: int
    name: str

    def __str__(self) -> str:
        return f"{self.template}:{self.line}: {self.name}"


@dataclass(slots=True)
class Reading:
    """What a page reads: variables that nothing binds, keys of its context, and templates that are part of it."""

    unbound: set[Unbound] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    templates: set[str] = field(default_factory=set)


def read_template(name: str, keys: Collection[str], optional: Mapping[str, Collection[str]]) -> Reading:
    """Read a template with all that it includes. keys: of its context. optional: by template, what it may lack."""
    walk = Walk(optional=optional)
    walk.template(name, set(keys))
    return walk.reading


@dataclass(slots=True)
class Walk:
    """One page. overrides: blocks that its template puts in place of those it inherits."""

    optional: Mapping[str, Collection[str]]
    reading: Reading = field(default_factory=Reading)
    overrides: dict[str, BlockNode] = field(default_factory=dict)
    visited: set[tuple[str, frozenset[str], frozenset[str]]] = field(default_factory=set)

    def template(self, name: str, bound: set[str], inner: frozenset[str] = frozenset()) -> None:
        """inner: names that the including templates bind, which are not in the page's context."""
        key = (name, frozenset(bound), inner)
        if key not in self.visited:
            self.visited.add(key)
            self.reading.templates.add(name)
            self.nodes(parsed(name), bound, set(inner))

    def nodes(self, nodes: NodeList, bound: set[str], inner: set[str]) -> None:
        """Read nodes in order; a tag binds its name for those that follow."""
        for node in nodes:
            self.node(node, bound, inner)

    def node(self, node: Node, bound: set[str], inner: set[str]) -> None:
        """Read one node and what it contains."""
        if isinstance(node, ExtendsNode):
            self._extends(node, bound, inner)
        elif isinstance(node, BlockNode):
            chosen = self.overrides.get(str(node.name), node)
            self.nodes(chosen.nodelist, bound, {*inner, "block"})
        elif isinstance(node, IncludeNode):
            self._include(node, bound, inner)
        else:
            self._plain(node, bound, inner)

    def _extends(self, node: ExtendsNode, bound: set[str], inner: set[str]) -> None:
        for name, block in node.blocks.items():
            self.overrides.setdefault(name, block)
        assert isinstance(node.parent_name, FilterExpression)
        self.template(str(node.parent_name.var), bound, frozenset(inner))

    def _include(self, node: IncludeNode, bound: set[str], inner: set[str]) -> None:
        for expression in node.extra_context.values():
            self._check(node, expression, bound, inner)
        names = set(node.extra_context)
        assert isinstance(node.template.var, str), "an include by a variable cannot be followed"
        if node.isolated_context:
            self.template(node.template.var, set(), frozenset(names))
        else:
            self.template(node.template.var, bound - names, frozenset(inner | names))

    def _plain(self, node: Node, bound: set[str], inner: set[str]) -> None:
        for expression in expressions_of(node):
            self._check(node, expression, bound, inner)
        inside = inner | names_inside(node)
        for nodes in lists_of(node):
            # A condition keeps what is bound in it; a loop and a `with` forget it.
            self.nodes(nodes, bound - inside, inner if isinstance(node, IfNode) else set(inside))
        inner |= {name for attribute in BINDING if (name := getattr(node, attribute, None))}

    def _check(self, node: Node, expression: FilterExpression | Variable, bound: set[str], inner: set[str]) -> None:
        for name in names_of(expression):
            if name in inner or name in CONSTANTS:
                continue
            template = str(node.origin.template_name)
            if name in bound:
                self.reading.read.add(name)
            elif name not in self.optional.get(template, ()):
                self.reading.unbound.add(Unbound(template, (node.token and node.token.lineno) or 0, name))


def parsed(name: str) -> NodeList:
    """The nodes of a template."""
    return get_template(name).template.nodelist  # type: ignore[attr-defined,no-any-return]


def names_inside(node: Node) -> set[str]:
    """Names that a node binds for what it contains."""
    if isinstance(node, ForNode):
        return {*node.loopvars, "forloop"}
    if isinstance(node, WithNode):
        return set(node.extra_context)
    return set()


def lists_of(node: Node) -> Iterator[NodeList]:
    """What a node contains."""
    if isinstance(node, IfNode):
        yield from (nodes for _, nodes in node.conditions_nodelists)
        return
    yield from (value for name in node.child_nodelists if isinstance(value := getattr(node, name, None), NodeList))


def expressions_of(node: Node) -> Iterator[FilterExpression | Variable]:
    """Every expression that a node itself reads."""
    for name, value in vars(node).items():
        if name not in node.child_nodelists and name not in ("token", "origin"):
            yield from _expressions_in(value)


def _expressions_in(value: Any) -> Iterator[FilterExpression | Variable]:
    if isinstance(value, FilterExpression | Variable):
        yield value
    elif isinstance(value, NodeList):
        return
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _expressions_in(part)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _expressions_in(part)
    elif isinstance(value, TokenBase):
        for part in (value.value, value.first, value.second):
            yield from _expressions_in(part)


def names_of(expression: FilterExpression | Variable) -> Iterator[str]:
    """The first words of the variables in an expression: `run` in `run.title|default:team.name`, and `team`."""
    variables = [expression] if isinstance(expression, Variable) else [expression.var]
    if isinstance(expression, FilterExpression):
        variables += [value for _, arguments in expression.filters for is_name, value in arguments if is_name]
    yield from (v.lookups[0] for v in variables if isinstance(v, Variable) and v.lookups)
