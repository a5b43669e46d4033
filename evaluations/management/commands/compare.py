"""`manage.py compare RUN:MODEL RUN:MODEL [--json]`: A against B on the tasks both were asked."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from evaluations.errors import EvaluationError
from evaluations.models import Task
from evaluations.models.comparisons import Side, compare_sides, figures, find_side, to_regrade, what_differs
from evaluations.models.summaries import Counts
from evaluations.records import Json
from evaluations.statistics import Against


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
            found = compare_sides(a, b)
            if found is None:
                raise EvaluationError(f"{a.name} and {b.name} share no task with a scored answer of both.")
        except EvaluationError as exc:
            self.stderr.write(str(exc))
            sys.exit(2)
        result = plain(a, b, found)
        self.stdout.write(json.dumps(result, indent=1) if options["as_json"] else as_text(result))


def plain(a: Side, b: Side, found: Against) -> Json:
    """All figures as plain data. Shares in [0, 1]; differences are A's minus B's, in [-1, 1]."""
    runs = [a.run] if a.run == b.run else [a.run, b.run]
    slugs = dict(Task.objects.filter(pk__in=[*found.a_flips, *found.b_flips]).values_list("pk", "slug"))
    names = [side.name if a.strategy == b.strategy else f"{side.name} {side.strategy}" for side in (a, b)]
    return {
        "suite": str(a.run.suite_version), "sentence": found.sentence(*names),
        "a": _side(a, names[0]), "b": _side(b, names[1]), "n_tasks": found.n_tasks,
        "a_rate": found.a_rate, "b_rate": found.b_rate, "difference": found.difference.share,
        "low": found.difference.low, "high": found.difference.high, "p": found.p, "is_sure": found.is_sure,
        "more_tasks": found.more_tasks, "smallest_visible": found.visible,
        "a_flips": [slugs[pk] for pk in found.a_flips], "b_flips": [slugs[pk] for pk in found.b_flips],
        "differs": what_differs(runs), "regrade": [run.pk for run in to_regrade(runs)],
    }  # fmt: skip


def _side(side: Side, name: str) -> Json:
    counts = side.counts()
    found, total = figures(counts.values()), sum(counts.values(), Counts())
    return {
        "name": name, "run": side.run.pk, "model": side.model.model_id, "strategy": side.strategy,
        "passes": {f"pass@{k}": interval and interval._asdict() for k, interval in found.passes.items()},
        "strict": found.strict, "score": found.score, "n_tasks": found.n_tasks, "n_scored": total.n_scored,
        "n_flaky": total.n_flaky, "n_unscored": total.n_unscored, "n_truncated": total.n_truncated,
    }  # fmt: skip


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
