"""`manage.py measure_server SERVER`: tokens per second by threads and parallel requests, and the best setting."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any, NoReturn

from django.core.management.base import BaseCommand

from evaluations.actions.measure_server import measurement_error, use_proposal
from evaluations.measurements import Measurement, labelled
from evaluations.models import LanguageModel, ModelServer
from evaluations.runner.measure_server import measure
from evaluations.runner.servers import refresh


class Command(BaseCommand):
    """The same as the button on the server's page, in this process."""

    help = "Measure a model server and propose its settings. Runs on it wait meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define SERVER; --model NAME, --apply, --json."""
        parser.add_argument("server", help="its name, such as ollama or embedded")
        parser.add_argument(
            "--model", default="", help="by the server's name; default: one in memory, else the smallest"
        )
        parser.add_argument("--apply", action="store_true", help="use the proposed settings")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 measured; 1 it could not be measured; 2 there is no such server or model."""
        server = ModelServer.objects.filter(slug=options["server"]).exclude(kind=ModelServer.Kind.STORED).first()
        if server is None:
            names = ", ".join(ModelServer.objects.exclude(kind="stored").values_list("slug", flat=True))
            self._end(2, f'There is no model server "{options["server"]}". There are: {names or "none"}.')
        model = self._model(server, options["model"])
        refresh(server)
        if reason := measurement_error(server):
            self._end(1, reason)
        measured = measure(server, model)
        if measured["state"] == "failed":
            self._end(1, measured["error"])
        if options["as_json"]:
            self.stdout.write(json.dumps(measured, indent=1))
        else:
            self._print(measured)
        if options["apply"] and use_proposal(server):
            self.stderr.write(f"Saved the proposed settings of {server.slug}.")

    def _model(self, server: ModelServer, name: str) -> LanguageModel | None:
        model = server.models.filter(name=name, is_present=True).select_related("server").first() if name else None
        if name and model is None:
            self._end(2, f'{server.slug} lists no model "{name}".')
        return model

    def _print(self, measured: Measurement) -> None:
        self.stdout.write(f"{measured['model']}, tokens per second:")
        for step in measured["steps"]:
            threads = "server's choice of threads" if step["n_threads"] is None else f"{step['n_threads']} threads"
            self.stdout.write(f"  {threads}, {step['n_requests']} at once: {step['tokens_s']:.1f}")
        if "load_ms" in measured:
            self.stdout.write(f"  load into memory: {measured['load_ms'] / 1000:.1f} s")
        proposed = ", ".join(f"{label}: {value}" for label, value in labelled(measured["proposal"]))
        self.stdout.write(f"Proposed: {proposed or 'nothing'}.")

    def _end(self, status: int, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        sys.exit(status)
