"""`manage.py check_suite NAME`: the conditions of entry, task by task. Folders need no database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError

from evaluations.errors import EvaluationError, SuiteError, SuiteNotFound
from evaluations.graders.conditions import entry_conditions
from evaluations.models import Suite, Team
from evaluations.records import TaskSpec
from evaluations.sandbox import Sandbox
from evaluations.suites.folders import find_suite, load_suite


class Command(BaseCommand):
    """Tries references, empty answers and mutants of a suite in a folder, or of an imported one."""

    help = "Check that each task's reference passes and that an empty answer and its mutants fail."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define NAME: a suite in suites/, the path of a folder, or the slug of an imported suite."""
        parser.add_argument("name", help="a suite in suites/, a folder with a suite.toml, or an imported suite")
        parser.add_argument("--task", action="append", default=[], help="only this task; may be repeated")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 all met, 1 some not, 2 no such suite, a folder that cannot be used, or no browser."""
        rows = []
        try:
            for row in _rows(_tasks(options["name"], options["task"])):
                rows.append(row)
                if not options["as_json"]:
                    self.stdout.write(_line(row))
        except EvaluationError as exc:
            self.stderr.write(str(exc))
            sys.exit(2)
        n_met = sum(row["is_met"] for row in rows)
        closing = f"{options['name']}: {n_met} of {len(rows)} conditions met"
        self.stdout.write(json.dumps(rows, indent=1) if options["as_json"] else closing)
        sys.exit(0 if n_met == len(rows) else 1)


def _tasks(name: str, named: list[str]) -> list[TaskSpec]:
    try:
        tasks = load_suite(find_suite(name, Path(settings.BASE_DIR, "suites"))).tasks
    except SuiteNotFound as exc:
        tasks = _imported(name)
        if not tasks:
            raise SuiteError(f"{exc} Name an imported suite by its slug.") from exc
    slugs = [task.slug for task in tasks]
    if unknown := next((slug for slug in named if slug not in slugs), None):
        raise SuiteError(f'{name} has no task "{unknown}". It has {", ".join(slugs)}.')
    return [task for task in tasks if not named or task.slug in named]


def _imported(name: str) -> tuple[TaskSpec, ...]:
    """Return tasks of the newest version in the database; none when there is no such suite or no database yet."""
    try:
        suite = Suite.objects.filter(team=Team.objects.default(), slug=name).first()
        version = suite.latest() if suite else None
        return tuple(task.to_spec() for task in version.tasks.all()) if version else ()
    except DatabaseError:
        return ()


def _rows(tasks: list[TaskSpec]) -> Iterator[dict[str, Any]]:
    with Sandbox(slots=settings.SANDBOX_SLOTS) as sandbox:
        for task in tasks:
            for condition in entry_conditions(task, sandbox.execute):
                yield {
                    "task": task.slug,
                    "condition": condition.name,
                    "is_met": condition.is_met,
                    "message": condition.message,
                }


def _line(row: dict[str, Any]) -> str:
    first = next(iter(row["message"].splitlines()), "")[:160]
    return f"{'●' if row['is_met'] else '✕'} {row['task']}: {row['condition']}  {first}".rstrip()
