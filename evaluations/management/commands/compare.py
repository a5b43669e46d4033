"""`manage.py compare RUN:MODEL RUN:MODEL [--json]`: A against B on the tasks both were asked."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from evaluations.errors import EvaluationError
from evaluations.models.compared import compared
from evaluations.models.comparisons import find_side
from evaluations.records import Json


class Command(BaseCommand):
    """Prints the difference, how sure it is, and the tasks that tell the two apart."""

    help = "Compare two models (or one in two runs) pairwise, on the tasks both were asked."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """RUN:MODEL twice."""
        parser.add_argument("a", metavar="RUN:MODEL", help="for example 12:embedded/smollm2:135m")
        parser.add_argument("b", metavar="RUN:MODEL")
        parser.add_argument("--strategy", action="append", help="prompt strategy of both; twice for A, then B")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 compared, 2 unknown run or model, other suite versions, or no task in common."""
        strategies = (options["strategy"] or [""])[:2]
        try:
            a, b = find_side(options["a"], strategies[0]), find_side(options["b"], strategies[-1])
            result = compared(a, b)
            if result is None:
                raise EvaluationError(f"{a.name} and {b.name} share no task with a scored answer of both.")
        except EvaluationError as exc:
            self.stderr.write(str(exc))
            sys.exit(2)
        self.stdout.write(json.dumps(result, indent=1) if options["as_json"] else as_text(result))


def as_text(result: Json) -> str:
    """Lines for a person, the sentence first."""
    lines = [result["sentence"], f"  over {result['n_tasks']} common tasks of {result['suite']}:"]
    for letter in "ab":
        side, rate = result[letter], result[f"{letter}_rate"]
        apart = ", ".join(f"{side[f'n_{what}']} {what}" for what in ("flaky", "unscored", "truncated"))
        lines.append(f"  {letter.upper()} {side['name']}: pass@1 {rate:.0%}, n {side['n_scored']}; {apart}")
    points = f"{100 * result['difference']:+.1f} points ({100 * result['low']:+.1f} to {100 * result['high']:+.1f})"
    lines.append(f"  difference A − B {points}, exact McNemar p {result['p']:.3g}")
    for letter in "ab":
        flips = result[f"{letter}_flips"]
        lines.append(f"  {len(flips)} flips to {letter.upper()}{': ' if flips else ''}{', '.join(flips[:20])}")
    if result["differs"]:
        lines.append(f"  The runs are not alike in {'; '.join(result['differs'])}. The difference may come from that.")
    lines += [f"  Regrade run {pk} on /runs/{pk}/ for verdicts of the same version." for pk in result["regrade"]]
    return "\n".join(lines)
