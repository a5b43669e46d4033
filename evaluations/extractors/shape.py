"""Finds the kind of a block: a hook, a component, a function that wraps components, a usage of another block."""

from __future__ import annotations

import re

from evaluations.extractors.syntax import Code
from evaluations.records import Kind, TaskSpec

HOOK = re.compile(r"use[A-Z]")
WRAPPER = re.compile(r"\bHOCs?\b|\bhigher[- ]order\b|\bdecorator\b", re.IGNORECASE)
EXAMPLE = re.compile(
    r"(?:App|Main|Index|Home|Root|Page|Parent\w*|\w*Example\w*|\w*Demo\w*|My\w*|Usage\w*|Test\w*)$", re.IGNORECASE
)


def fits_kind(code: Code, spec: TaskSpec) -> bool:
    """Return whether the block declares the kind of thing that the task asks for. True for kinds that any code may
    fit.
    """
    if spec.kind is Kind.HOOK:
        return any(HOOK.match(name) for name in code.own)
    if spec.kind is Kind.COMPONENT and WRAPPER.search(f"{spec.title} {spec.prompt}"):
        return code.takes_component
    if spec.kind in (Kind.COMPONENT, Kind.EXCEL):
        return any(name[:1].isupper() for name in code.own) or bool(code.exported and code.has_elements)
    return True


def is_example(code: Code) -> bool:
    """Return whether it declares components, and all of them have names that examples have."""
    components = [name for name in code.own if name[:1].isupper()]
    return bool(components) and all(EXAMPLE.match(name) for name in components)
