"""`manage.py first_run`: suites that ship, demonstration answers, and the starter suite on the embedded model."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from evaluations.errors import EvaluationError
from evaluations.runner.first_run import prepare, start_first_run
from evaluations.tasks import wake


class Command(BaseCommand):
    """`make up` calls this at every start. Existing rows stay unchanged."""

    help = "Import the suites that ship and start the first run. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define --patience: seconds to wait for the embedded model."""
        parser.add_argument("--patience", type=float, default=120.0)

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 done, 2 a suite that ships is broken."""
        try:
            prepare(self.stdout.write)
            wake()
            if run := start_first_run(self.stdout.write, patience_s=options["patience"]):
                self.stdout.write(f"{run} started")
                wake()
        except EvaluationError as exc:
            self.stderr.write(str(exc))
            sys.exit(2)
