"""Write, version and archive a team's own strategies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction

from evaluations.actions.authors import User, author_of
from evaluations.errors import SuiteError
from evaluations.limits import (
    MAX_EXAMPLES,
    MAX_OWN_STRATEGIES,
    MAX_OWN_WORDS,
    MAX_STRATEGY_EXAMPLES,
    MAX_STRATEGY_NAME,
    MAX_STRATEGY_TITLE,
)
from evaluations.models import OwnStrategy, Task, Team
from evaluations.prompts import Example, Recipe
from evaluations.prompts.plain import context_file, request
from evaluations.sampling import stop_error
from evaluations.stored_json import StoredExample

NAME = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
TEXTS = ("system", "prefix", "suffix")


def recipe_of(team: Team | int, strategy: str) -> Recipe | None:
    """Return the texts that a strategy of the team puts around a request; None for other strategies."""
    row = OwnStrategy.objects.named(team, strategy)
    return to_recipe(row) if row else None


def to_recipe(row: OwnStrategy) -> Recipe:
    """Return the row as a record."""
    examples = tuple(Example(**example) for example in row.examples)
    return Recipe(system=row.system, prefix=row.prefix, suffix=row.suffix, examples=examples, stop=tuple(row.stop))


def example_of(task: Task) -> StoredExample:
    """Return a task of a suite as a solved example: its request, and its reference as the answer. Raises SuiteError."""
    spec = task.to_spec(with_files=False)
    if not spec.reference:
        raise SuiteError(f"{task.version.suite.slug}/{task.slug} has no reference. Choose a task that has one.")
    if len(spec.reference) == 1:
        answer = f"```{spec.language}\n{next(iter(spec.reference.values())).rstrip()}\n```"
    else:
        answer = "\n\n".join(context_file(path, source) for path, source in spec.reference.items())
    return {"request": request(spec), "answer": answer, "source": f"{task.version.suite.slug}/{task.slug}"}


def save_strategy(
    team: Team,
    name: str,
    title: str,
    texts: Mapping[str, str],
    examples: Iterable[StoredExample],
    by: User,
    stop: Iterable[str] = (),
) -> OwnStrategy:
    """Store a new strategy, or the next version of the one with this name; the same content is stored once.

    Raises SuiteError.

    texts: system, prefix, suffix. stop: texts that end the answer.
    """
    values = _checked_texts(name, title, texts, list(examples), list(stop))
    try:
        with transaction.atomic():
            last = OwnStrategy.objects.select_for_update().filter(team=team, name=name).order_by("-version").first()
            if last is None and OwnStrategy.objects.newest(team).count() >= MAX_OWN_STRATEGIES:
                raise SuiteError(f"A team has {MAX_OWN_STRATEGIES} strategies at most. Archive one first.")
            if last and not last.is_archived and all(getattr(last, key) == value for key, value in values.items()):
                return last
            version = last.version + 1 if last else 1
            return OwnStrategy.objects.create(team=team, name=name, version=version, created_by=author_of(by), **values)
    except IntegrityError:
        raise SuiteError(f'Somebody saved "{name}" at the same time. Look at it again.') from None


def _checked_texts(
    name: str, title: str, texts: Mapping[str, str], examples: list[StoredExample], stop: list[str]
) -> dict[str, Any]:
    if not NAME.fullmatch(name) or len(name) > MAX_STRATEGY_NAME:
        raise SuiteError(f'"{name[:60]}" cannot be a name. Use a-z, 0-9 and _ between, like short_code.')
    if len(title) > MAX_STRATEGY_TITLE:
        raise SuiteError(f"The title has {len(title)} characters, more than {MAX_STRATEGY_TITLE}. Shorten it.")
    stored = {key: texts.get(key, "").replace("\r\n", "\n") for key in TEXTS}
    if long := [key for key, text in stored.items() if len(text) > MAX_OWN_WORDS]:
        raise SuiteError(f"The {long[0]} has more than {MAX_OWN_WORDS:,} characters. Shorten it.")
    if len(examples) > MAX_STRATEGY_EXAMPLES:
        raise SuiteError(f"{len(examples)} examples are more than {MAX_STRATEGY_EXAMPLES}. Leave some out.")
    if any(not row["request"].strip() or not row["answer"].strip() for row in examples):
        raise SuiteError("An example has a request and an answer. Fill in both, or leave it out.")
    if any(len(row["request"]) + len(row["answer"]) > MAX_EXAMPLES for row in examples):
        raise SuiteError(f"An example has more than {MAX_EXAMPLES:,} characters. Choose a shorter one.")
    stops = [text for text in stop if text]
    if error := stop_error(stops):
        raise SuiteError(error)
    if not any(text.strip() for text in stored.values()) and not examples:
        raise SuiteError(
            "The strategy changes nothing. Give it a system message, words around the request or examples."
        )
    return {"title": title.strip() or name.replace("_", " "), "examples": examples, "stop": stops, **stored}


def archive_strategy(row: OwnStrategy) -> None:
    """Stop offering a strategy. Answers that used it keep its name."""
    OwnStrategy.objects.filter(team=row.team_id, name=row.name).update(is_archived=True)
