"""`manage.py import_suite FORMAT PATH [--name NAME]`: a folder of tasks, or other people's file, becomes a suite."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.template.defaultfilters import pluralize

from evaluations.errors import SuiteError
from evaluations.licences import NO_TRAINING, forbids_training
from evaluations.models import Team
from evaluations.runner.imports import import_benchmark, import_suite
from evaluations.runner.uploads import import_upload
from evaluations.suites.benchmarks import FORMATS
from evaluations.tasks import suite_jobs

ZIP = ".zip"


class Command(BaseCommand):
    """Imports a suite; the same content never makes a second version."""

    help = "Import a suite: the tasks of PATH become a version of suite NAME."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define FORMAT PATH --name --references --json."""
        parser.add_argument("format", choices=["folder", *FORMATS])
        parser.add_argument(
            "path", type=Path, help="the folder or its zip, or a file of JSON lines (plain or .gz) of that format"
        )
        parser.add_argument("--name", default="", help="slug of the suite; the folder's or the format's when left out")
        parser.add_argument("--references", type=Path, help="multipl-e: HumanEval-X, whose solutions are used")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 done, 1 some lines were left out as bad, 2 nothing could be imported."""
        team, form, path, name = Team.objects.default(), options["format"], options["path"], options["name"]
        complaints: tuple[str, ...] = ()
        try:
            if form == "folder" and path.suffix == ZIP:
                version, complaints = import_upload(team, form, path.name, path, suite=name)
            elif form == "folder":
                version = import_suite(team, path, name=name)
            else:
                references = options["references"]
                version, complaints = import_benchmark(team, form, path, name=name, references=references)
        except SuiteError as exc:
            self.stderr.write(str(exc))
            sys.exit(2)
        suite_jobs.try_conditions(version)
        for complaint in complaints:
            self.stderr.write(complaint)
        n_tasks, licence = version.tasks.count(), version.suite.licence
        summary = {"suite": version.suite.slug, "version": version.number, "n_tasks": n_tasks, "licence": licence}
        if options["as_json"]:
            self.stdout.write(json.dumps({**summary, "n_left_out": len(complaints)}))
        else:
            named = f", licence: {licence}" if licence else ""
            self.stdout.write(f"{version}: {n_tasks} task{pluralize(n_tasks)}{named}")
            if forbids_training(licence):
                self.stdout.write(f"{NO_TRAINING} Exports say so, and preference pairs leave these tasks out.")
        if complaints:
            sys.exit(1)
