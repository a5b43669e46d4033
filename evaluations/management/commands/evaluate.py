"""`manage.py evaluate --suite NAME --model ID … [--wait]`: starts a run; with --wait follows it to its end."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections import Counter
from typing import Any, get_args

from django.core.management.base import BaseCommand

from evaluations.actions.start_run import RunChoice, start_errors, start_run
from evaluations.errors import EvaluationError, NoBaseline
from evaluations.management.progress import follow
from evaluations.models import Candidate, Run, Team
from evaluations.models.repair_rounds import passes_by_round
from evaluations.prompts import REPAIR_ROUNDS, skips
from evaluations.queries.adaptive import adaptive_report
from evaluations.queries.comparison_json import baseline_of, run_against
from evaluations.queries.sampling_notes import losses, recommendation_lines
from evaluations.records import Sampling, Think, Verdict
from evaluations.runner.find_by_name import check_strategies, find_models, find_suite
from evaluations.sampling import LIMITS, PROFILES, make_sampling, sampling_error
from evaluations.statistics import wilson_interval
from evaluations.tasks import wake
from evaluations.verdicts import ACCEPTABLE, RATED

EARLIER_RUN = "earlier"
# Options whose name differs from that of the field in the API.
OPTIONS = {"n_samples": "samples", "strategies": "strategy", "models": "model"}
TYPED = (*LIMITS, "stop", "think", "max_thinking_tokens")


class Command(BaseCommand):
    """Starts a run from the command line."""

    help = "Ask models to solve a suite, execute and grade what comes back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define suite, models and frozen settings."""
        parser.add_argument("--suite", required=True)
        parser.add_argument("--model", action="append", required=True, help="server/name; may be repeated")
        parser.add_argument("--strategy", action="append", help="prompt strategy; may be repeated (plain)")
        parser.add_argument("--samples", type=int, default=1)
        parser.add_argument(
            "--until-settled",
            action="store_true",
            help="end when the ranking of the models is settled; --samples is then the most of each task",
        )
        parser.add_argument(
            "--profile",
            choices=list(PROFILES),
            default="pinned",
            help="options that are not given: the same for every model, or as the model's author recommends",
        )
        for name in ("temperature", "top_p", "top_k", "min_p", "repeat_penalty", "context_tokens"):
            limit = LIMITS[name]
            parser.add_argument(
                f"--{name.replace('_', '-')}", type=int if limit.is_whole else float, help=limit.help or limit.label
            )
        parser.add_argument("--stop", action="append", default=[], help="ends the answer; may be repeated")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--max-tokens", type=int, help="of an answer; left out: each task's own limit")
        parser.add_argument("--think", choices=get_args(Think), help="thinking; left out: the model's default")
        parser.add_argument(
            "--max-thinking-tokens", type=int, default=Sampling().max_thinking_tokens, help="beside the answer's"
        )
        parser.add_argument("--title", default="")
        parser.add_argument("--wait", action="store_true", help="until the last verdict is stored")
        parser.add_argument(
            "--baseline",
            default="",
            metavar="RUN|earlier",
            help="with --wait: exit 1 only when a model is significantly worse than in that run",
        )
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 started, or with --wait all passed; 1 something did not pass, or with --baseline is worse; 2 wrong
        use.

        An unchecked answer runs and has no checks to fail, so it does not count as a failure.
        """
        if options["baseline"] and not options["wait"]:
            self.stderr.write("--baseline compares verdicts, which are there only after --wait. Add --wait.")
            sys.exit(2)
        try:
            run = self._start(options)
        except EvaluationError as exc:
            self.stderr.write(str(exc))
            sys.exit(2)
        if options["wait"]:
            follow(run, self.stderr)
        result = summary(run)
        if options["as_json"]:
            self.stdout.write(json.dumps(result, indent=1))
        else:
            self._print(result)
        sys.exit(self._status(run, result, options))

    def _status(self, run: Run, result: dict[str, Any], options: dict[str, Any]) -> int:
        """Return the exit status. With a baseline only a significantly worse model fails the command: small models
        pass few tasks anyway.
        """
        if not options["wait"]:
            return 0
        if not options["baseline"]:
            return int(any(c["verdict"] not in ACCEPTABLE for c in result["candidates"]))
        try:
            earlier = baseline_of(run) if options["baseline"] == EARLIER_RUN else _run(options["baseline"])
            comparison = run_against(run, earlier)
        except NoBaseline as exc:  # the first run has nothing to be worse than
            self.stderr.write(str(exc))
            return int(run.state == Run.State.CANCELLED)
        except EvaluationError as exc:
            self.stderr.write(str(exc))
            return 2
        for pair in comparison["pairs"]:
            self.stderr.write(pair["sentence"])
        return int(comparison["is_worse"] or run.state == Run.State.CANCELLED)

    def _start(self, options: dict[str, Any]) -> Run:
        team = Team.objects.default()
        choice = _choice(options, team)
        noted = recommendation_lines(choice.models) if options["profile"] == "author" else []
        for sentence in [*noted, *losses(choice.models)]:
            self.stderr.write(sentence)
        suite = choice.version.suite
        run = start_run(
            choice.version,
            choice.models,
            make_sampling(options["profile"], **{name: options[name] for name in TYPED}),
            until_settled=choice.until_settled,
            team=team,
            title=options["title"] or f"{suite.slug} on {', '.join(model.name for model in choice.models)}",
            n_samples=choice.n_samples,
            strategies=choice.strategies,
            skips=skips,
        )
        wake()
        return run

    def _print(self, result: dict[str, Any]) -> None:
        self.stdout.write(f"Run {result['run']}: {result['title']} · {result['state']} · /runs/{result['run']}/")
        if settled := result.get("until_settled"):
            self.stdout.write(f"  {settled}")
        for row in result["models"]:
            rate = f"{row['pass_rate']:.0%} ({row['low']:.0%}–{row['high']:.0%})" if row["n_scored"] else "–"
            verdicts = ", ".join(f"{n} {verdict}" for verdict, n in row["verdicts"].items())
            name = f"{row['model']}, {row['strategy']}" if len(result["strategies"]) > 1 else row["model"]
            self.stdout.write(f"  {name}: pass@1 {rate}, n {row['n_scored']}; {verdicts}")
            if after := row.get("after_rounds"):
                counts = ", ".join(f"{k}: {n}" for k, n in enumerate(after))
                self.stdout.write(f"    passed after rounds of repair {counts} of {row['n_scored']}")


def _choice(options: dict[str, Any], team: Team) -> RunChoice:
    """Return the suite, models and strategies that were typed. Raises EvaluationError when they cannot be run."""
    strategies = options["strategy"] or ["plain"]
    check_strategies(strategies, team)
    if error := sampling_error(options):
        raise EvaluationError(error)
    choice = RunChoice(
        version=find_suite(team, options["suite"]),
        models=find_models(options["model"], team),
        strategies=strategies,
        n_samples=options["samples"],
        think=options["think"],
        max_thinking_tokens=options["max_thinking_tokens"],
        until_settled=options["until_settled"],
    )
    for name, error in start_errors(choice).items():
        raise EvaluationError(f"--{OPTIONS.get(name, name).replace('_', '-')}: {error}")
    return choice


def _run(text: str) -> Run:
    run = Run.objects.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 18 else None
    if run is None:
        raise EvaluationError(f'There is no run "{text[:20]}". Give its number, or “{EARLIER_RUN}”.')
    return run


def summary(run: Run) -> dict[str, Any]:
    """Return figures per model and strategy, and every candidate; only scored ones are in the rates."""
    rows = [_row(candidate) for candidate in run.candidates.select_related("task", "model__server")]
    by_model: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        by_model.setdefault((row["model"], row["strategy"]), []).append(row)
    rounds = _after_rounds(run)
    return {
        "run": run.pk,
        "title": run.title,
        "state": run.state,
        "suite": str(run.suite_version),
        "strategies": run.strategies,
        "models": [_figures(*key, group) | rounds.get(key, {}) for key, group in by_model.items()],
        "candidates": rows,
        **_until_settled(run),
    }


def _until_settled(run: Run) -> dict[str, str]:
    report = adaptive_report(run)
    return {"until_settled": report.sentence} if report else {}


def _row(candidate: Candidate) -> dict[str, Any]:
    return {
        "id": candidate.pk,
        "task": candidate.task.slug,
        "is_checked": candidate.task.is_checked,
        "model": candidate.model.model_id,
        "strategy": candidate.strategy,
        "sample": candidate.sample,
        "verdict": candidate.verdict or candidate.state,
        "score": candidate.score,
        "cause": candidate.cause,
        "is_flaky": candidate.is_flaky,
        "is_truncated": candidate.is_truncated,
    }


def _after_rounds(run: Run) -> dict[tuple[str, str], dict[str, list[int]]]:
    """Return by model id and strategy how many had passed once 0, 1, … rounds of repair were over."""
    names = set(run.strategies) & set(REPAIR_ROUNDS)
    if not names:
        return {}
    most = max(REPAIR_ROUNDS[name] for name in names)
    by_round = passes_by_round(run.candidates.filter(strategy__in=names), most)
    models = {model.pk: model.model_id for model in run.chosen.select_related("server")}
    return {
        (models[model], strategy): {
            "after_rounds": [sum(task_passes.passed[k] for task_passes in of_tasks.values()) for k in range(most + 1)]
        }
        for (_, model, strategy), of_tasks in by_round.items()
    }


def _figures(model: str, strategy: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    scored = [r for r in rows if r["verdict"] in RATED and r["is_checked"] and not r["is_flaky"]]
    interval = wilson_interval(sum(r["verdict"] == Verdict.PASSED for r in scored), len(scored))
    share, low, high = interval or (None, None, None)
    verdicts = Counter(r["verdict"] for r in rows)
    return {
        "model": model,
        "strategy": strategy,
        "n_scored": len(scored),
        "pass_rate": share,
        "low": low,
        "high": high,
        "n_flaky": sum(r["is_flaky"] for r in rows),
        "verdicts": dict(verdicts),
    }
