"""`manage.py import_answers PATH --suite NAME`: answers made elsewhere become stored generations of a run."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.template.defaultfilters import pluralize

from evaluations.actions.import_answers import ImportReport, StoredAnswer, import_answers
from evaluations.errors import SuiteError
from evaluations.models import Suite, SuiteVersion, Team
from evaluations.runner.answers import FORMATS, WELL_KNOWN, one_setting_per_model, read_answers
from evaluations.tasks import wake


class Command(BaseCommand):
    """Imports stored answers; workers then extract, execute and grade them like any other."""

    help = "Import answers made elsewhere (JSON lines, plain or .gz) as a run with stored generations."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define PATH, --suite and what to take of the file."""
        parser.add_argument("path", type=Path)
        parser.add_argument("--suite", required=True, help="slug of an imported suite, e.g. can-ai-code")
        parser.add_argument("--title", default="")
        parser.add_argument("--format", choices=FORMATS, default="lines", help="whose result file it is")
        parser.add_argument("--model-name", default="", help="lm-eval: of all answers; default: the folder's name")
        parser.add_argument("--model", action="append", default=[], help="only models whose name contains this")
        parser.add_argument("--family", action="append", default=[], help="only this family; may be repeated")
        parser.add_argument("--well-known", action="store_true", help=f"only the families {', '.join(WELL_KNOWN)}")
        parser.add_argument("--all-weights", action="store_true", help="also answers of closed models")
        parser.add_argument("--all-settings", action="store_true", help="all of a model's settings, not just one")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 done, 1 some lines were left out as bad, 2 nothing could be imported."""
        complaints: list[str] = []
        try:
            version = self._version(options["suite"])
            form, name = options["format"], options["model_name"]
            answers = _choose(read_answers(options["path"], complaints.append, form=form, model=name), options)
            title = options["title"] or f"stored answers: {options['path'].name}"
            report = import_answers(version, answers, title=title)
        except SuiteError as exc:
            self.stderr.write(str(exc))
            sys.exit(2)
        wake()
        self._tell(report, complaints, as_json=options["as_json"])
        sys.exit(2 if report.run is None else 1 if complaints else 0)

    def _version(self, slug: str) -> SuiteVersion:
        suite = Suite.objects.filter(team=Team.objects.default(), slug=slug).first()
        version = suite.latest() if suite else None
        if version is None:
            raise SuiteError(f'No suite "{slug}". Import it first: manage.py import_suite folder suites/{slug}')
        return version

    def _tell(self, report: ImportReport, complaints: list[str], *, as_json: bool) -> None:
        for line in [*complaints, *(f"{n} answers left out: {why}." for why, n in report.left_out.items())]:
            self.stderr.write(line)
        if report.run is None:
            self.stderr.write("No answer of the file fits the suite and the filters. Check --suite, --model, --family.")
        elif as_json:
            summary = {"run": report.run.pk, "n_answers": report.n_answers, "n_models": report.n_models}
            self.stdout.write(json.dumps({**summary, "is_known": report.is_known}))
        else:
            word = "was imported before" if report.is_known else "imported"
            n, n_models = report.n_answers, report.n_models
            what = f"{n} answer{pluralize(n)} of {n_models} model{pluralize(n_models)}"
            self.stdout.write(f"Run {report.run.pk} {word}: {what}. See /runs/{report.run.pk}/")


def _choose(answers: Iterable[StoredAnswer], options: dict[str, Any]) -> list[StoredAnswer]:
    families = {*options["family"], *(WELL_KNOWN if options["well_known"] else ())}
    names = [name.lower() for name in options["model"]]
    chosen = [
        answer
        for answer in answers
        if (options["all_weights"] or answer.weights != "closed")
        and (not families or answer.family in families)
        and (not names or any(name in answer.model.lower() for name in names))
    ]
    return chosen if options["all_settings"] else one_setting_per_model(chosen)
