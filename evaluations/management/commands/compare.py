"""`manage.py compare RUN:MODEL RUN:MODEL`, or for CI `compare RUN [BASELINE]`: A against B on their common tasks."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.template.defaultfilters import pluralize

from evaluations.errors import EvaluationError, NoBaseline
from evaluations.queries.comparison_json import baseline_of, compared, run_against
from evaluations.queries.find_side import find_run, find_side
from evaluations.records import Json


class Command(BaseCommand):
    """Prints the difference, how sure it is, and the tasks whose results differ."""

    help = "Compare two models (or one in two runs) pairwise, on the tasks both were asked."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define RUN:MODEL twice; or a run, and the run before it."""
        parser.add_argument(
            "a",
            metavar="RUN[:MODEL]",
            help="for example 12:embedded/smollm2:135m, or 12 for all models; a suite for the newest run over it",
        )
        parser.add_argument(
            "b",
            metavar="RUN[:MODEL]",
            nargs="?",
            default="",
            help="left out: the newest earlier finished run over the same tasks with a model of the first",
        )
        parser.add_argument("--strategy", action="append", help="prompt strategy of both; twice for A, then B")
        parser.add_argument(
            "--fail-when-worse",
            action="store_true",
            help="exit 1 when A is worse than B by both rules of /figures/: interval and corrected p",
        )
        parser.add_argument(
            "--any-settings", action="store_true", help="compare also what was sampled with other settings, and say so"
        )
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 compared; with --fail-when-worse 1 when A is worse; 2 unknown run or model, or nothing in common.

        With --fail-when-worse the first run of all, which has no baseline yet, does not fail either.
        """
        try:
            are_runs = ":" not in options["a"] and ":" not in options["b"]
            result = _runs(options) if are_runs else _sides(options)
        except EvaluationError as exc:
            self.stderr.write(str(exc))
            sys.exit(0 if isinstance(exc, NoBaseline) and options["fail_when_worse"] else 2)
        pairs = result.get("pairs", [result])
        text = "\n".join(as_text(pair) for pair in pairs)
        self.stdout.write(json.dumps(result, indent=1) if options["as_json"] else text)
        worse = [pair["a"]["name"] for pair in pairs if pair["is_worse"]]
        if worse:
            self.stderr.write(f"Significantly worse: {', '.join(worse)}.")
        if worse and options["fail_when_worse"]:
            sys.exit(1)


def _runs(options: dict[str, Any]) -> Json:
    run, b = find_run(options["a"]), options["b"]
    return run_against(run, find_run(b) if b else baseline_of(run), any_settings=options["any_settings"])


def _sides(options: dict[str, Any]) -> Json:
    if not options["b"]:
        raise EvaluationError(f'"{options["a"]}" is only one side. Name a second RUN:MODEL, or a run without a model.')
    strategies = (options["strategy"] or [""])[:2]
    a, b = find_side(options["a"], strategies[0]), find_side(options["b"], strategies[-1])
    result = compared(a, b, any_settings=options["any_settings"])
    if result is None:
        raise EvaluationError(f"{a.name} and {b.name} share no task with a scored answer of both.")
    return result


def as_text(result: Json) -> str:
    """Return lines for a person, the sentence first."""
    lines = [result["sentence"], f"  over {result['n_tasks']} common tasks of {result['suite']}:"]
    for letter in "ab":
        side, rate = result[letter], result[f"{letter}_rate"]
        not_counted = ", ".join(
            f"{side[f'n_{what}']} {what}" for what in ("unchecked", "flaky", "unscored", "truncated")
        )
        lines.append(f"  {letter.upper()} {side['name']}: pass@1 {rate:.0%}, n {side['n_scored']}; {not_counted}")
    points = f"{100 * result['difference']:+.1f} points ({100 * result['low']:+.1f} to {100 * result['high']:+.1f})"
    many = f", corrected for {result['n_pairs']} pairs {result['p_corrected']:.3g}" if result["n_pairs"] > 1 else ""
    lines.append(f"  difference A − B {points}, exact McNemar p {result['p']:.3g}{many}")
    for letter in "ab":
        flips = result[f"{letter}_flips"]
        n, tasks = len(flips), ", ".join(flips[:20])
        lines.append(f"  {n} flip{pluralize(n)} to {letter.upper()}{': ' if flips else ''}{tasks}")
    if result["settings_differ"]:
        lines.append(f"  Not comparable as models: {'; '.join(result['settings_differ'])}.")
    if result["differs"]:
        lines.append(f"  The runs differ in {'; '.join(result['differs'])}. That may cause the difference.")
    lines += [f"  Regrade run {pk} on /runs/{pk}/ for verdicts of the same version." for pk in result["regrade"]]
    return "\n".join(lines)
