"""`manage.py rename_suite SUITE [--seed N]`: the suite's functions under other names, as a suite beside it."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.template.defaultfilters import pluralize

from evaluations.errors import SuiteError
from evaluations.limits import LARGEST_VARIANT_SEED
from evaluations.models import Suite, SuiteVersion, Team
from evaluations.runner.renamed_variant import renamed_version, save_variant
from evaluations.tasks import suite_jobs


class Command(BaseCommand):
    """Makes a renamed variant, as the suite's page does; the same seed gives the same suite."""

    help = "Make a suite of the functions of SUITE under other names, to see whether a model knows them by heart."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define SUITE --seed --json."""
        parser.add_argument("suite", metavar="SUITE", help="slug of an imported suite; its newest version is taken")
        parser.add_argument("--seed", type=int, default=1, help=f"0 to {LARGEST_VARIANT_SEED}: decides names and order")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 when all tasks have a variant, 1 when some were left out, 2 when no variant was made."""
        seed = options["seed"]
        try:
            version = _newest(options["suite"], seed)
            renamed = renamed_version(version, seed)
            variant = save_variant(version, seed, renamed)
        except SuiteError as exc:
            self.stderr.write(str(exc))
            sys.exit(2)
        suite_jobs.execute_conditions.delay(variant.pk)
        for slug, reason in renamed.left_out.items():
            self.stderr.write(f"{slug}: left out: {reason}.")
        summary = {"suite": variant.suite.slug, "version": variant.number, "original": str(version)}
        n_tasks = len(renamed.tasks)
        if options["as_json"]:
            self.stdout.write(json.dumps({**summary, "n_tasks": n_tasks, "left_out": renamed.left_out}))
        else:
            run_it = f"Run it as {variant.suite.slug} with the models and settings of {version.suite.slug}."
            self.stdout.write(f"{variant}: {n_tasks} task{pluralize(n_tasks)} of {version} under other names. {run_it}")
        if renamed.left_out:
            sys.exit(1)


def _newest(slug: str, seed: int) -> SuiteVersion:
    if not 0 <= seed <= LARGEST_VARIANT_SEED:
        raise SuiteError(f"The seed is {seed}. Choose a whole number from 0 to {LARGEST_VARIANT_SEED}.")
    suites = Suite.objects.filter(team=Team.objects.default())
    suite = suites.filter(slug=slug).first()
    version = suite.latest() if suite else None
    if version is None:
        slugs = ", ".join(suites.exclude(origin=Suite.Origin.PROMPT).values_list("slug", flat=True)[:20])
        raise SuiteError(f'There is no suite "{slug}" with tasks. There is {slugs or "none"}.')
    return version
