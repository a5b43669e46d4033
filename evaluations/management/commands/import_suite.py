"""`manage.py import_suite folder PATH [--name NAME]`: tasks from a folder become a version of a suite."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from evaluations.errors import SuiteError
from evaluations.models import Team
from evaluations.runner.imports import import_suite

FORMATS = ("folder",)


class Command(BaseCommand):
    """Imports a suite; the same content never makes a second version."""

    help = "Import a suite: tasks from PATH become a version of suite NAME."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FORMAT PATH --name --json."""
        parser.add_argument("format", choices=FORMATS)
        parser.add_argument("path", type=Path)
        parser.add_argument("--name", default="", help="slug of the suite; the folder's own name when not given")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 done, 2 the folder is not a suite."""
        try:
            version = import_suite(Team.objects.default(), options["path"], name=options["name"])
        except SuiteError as exc:
            self.stderr.write(str(exc))
            sys.exit(2)
        n_tasks = version.tasks.count()
        if options["as_json"]:
            self.stdout.write(json.dumps({"suite": version.suite.slug, "version": version.number, "n_tasks": n_tasks}))
        else:
            self.stdout.write(f"{version}: {n_tasks} tasks")
