"""A person's own strategy: the text before and after the request, a system message, solved examples."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evaluations.prompts.plain import LANGUAGES, messages_for, request
from evaluations.records import Message, Prompt, TaskSpec

# The id of a version of an own strategy, as candidates keep it: own_short_code_v2.
OWN_NAME = re.compile(r"own_(?P<name>[a-z0-9]+(?:_[a-z0-9]+)*)_v(?P<version>[1-9]\d{0,5})")
# Placeholders that a text of a strategy may contain, and what replaces them.
PLACEHOLDERS = ("{LANG}", "{FILE_NAME}", "{PROJECT_NAME}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A request and its answer. source: the task that it was taken from, as suite/task; empty for a written one."""

    request: str
    answer: str
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One version of an own strategy. stop: ends the answer beside the stop sequences of the run."""

    system: str = ""
    prefix: str = ""
    suffix: str = ""
    examples: tuple[Example, ...] = ()
    stop: tuple[str, ...] = ()


def is_own(strategy: str) -> bool:
    """Return whether a strategy's name is that of a person's own."""
    return bool(OWN_NAME.fullmatch(strategy))


def render(strategy: str, spec: TaskSpec, recipe: Recipe) -> Prompt:
    """Render a task by an own strategy. An example of the same task is left out: it would give the answer away.

    In a conversation the earlier turns are the examples.
    """
    system = (Message(role="system", content=filled(recipe.system, spec)),) if recipe.system.strip() else ()
    parts = (filled(recipe.prefix, spec).strip(), request(spec), filled(recipe.suffix, spec).strip())
    content = "\n\n".join(part for part in parts if part)
    examples = () if spec.turns else tuple(turn for row in recipe.examples for turn in _turns(row, spec))
    return Prompt(messages=(*system, *examples, *messages_for(spec, content)), strategy=strategy)


def _turns(example: Example, spec: TaskSpec) -> tuple[Message, ...]:
    if _normalised(example.request) in (_normalised(spec.prompt), _normalised(request(spec))):
        return ()
    return Message(role="user", content=example.request), Message(role="assistant", content=example.answer)


def _normalised(text: str) -> str:
    return " ".join(text.split())


def filled(text: str, spec: TaskSpec) -> str:
    """Return the text with what the task has instead of each of PLACEHOLDERS."""
    values = (LANGUAGES.get(spec.language, spec.language), spec.entry, spec.slug)
    for placeholder, value in zip(PLACEHOLDERS, values, strict=True):
        text = text.replace(placeholder, value)
    return text
