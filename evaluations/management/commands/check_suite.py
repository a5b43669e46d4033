"""`manage.py check_suite NAME`: the conditions of entry, task by task. No database."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from evaluations.errors import EvaluationError
from evaluations.graders.conditions import entry_conditions
from evaluations.sandbox import Sandbox
from evaluations.suites import load_suite


class Command(BaseCommand):
    """Tries references, empty answers and mutants of a suite that lies in a folder."""

    help = "Check that each task's reference passes and its mutants fail."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """NAME of a suite in suites/, or the path of a folder."""
        parser.add_argument("name")
        parser.add_argument("--task", action="append", default=[], help="only this task; may be repeated")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 all met, 1 some not, 2 no such suite or no browser."""
        known = Path(settings.BASE_DIR, "suites", options["name"])
        folder = known if known.exists() else Path(options["name"])
        rows = []
        try:
            suite = load_suite(folder)
            with Sandbox(slots=settings.SANDBOX_SLOTS) as sandbox:
                for task in suite.tasks:
                    if options["task"] and task.slug not in options["task"]:
                        continue
                    for condition in entry_conditions(task, sandbox.execute):
                        rows.append({"task": task.slug, "condition": condition.name, "is_met": condition.is_met,
                                     "message": condition.message})  # fmt: skip
                        self._tell(rows[-1], as_json=options["as_json"])
        except EvaluationError as exc:
            self.stderr.write(str(exc))
            sys.exit(2)
        n_met = sum(row["is_met"] for row in rows)
        if options["as_json"]:
            self.stdout.write(json.dumps(rows, indent=1))
        else:
            self.stdout.write(f"{suite.name}: {n_met} of {len(rows)} conditions met")
        sys.exit(0 if n_met == len(rows) else 1)

    def _tell(self, row: dict[str, Any], *, as_json: bool) -> None:
        if not as_json:
            first = row["message"].splitlines()[0][:160] if row["message"] else ""
            self.stdout.write(f"{'●' if row['is_met'] else '✕'} {row['task']}: {row['condition']}  {first}")
