"""Reading: finds a run by its number or suite, and one side of a comparison by RUN:MODEL."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, QuerySet

from evaluations.errors import EvaluationError
from evaluations.models import LanguageModel, Run, Suite, Tally, Team
from evaluations.models.states import RunState
from evaluations.queries.comparison import Side

MOST_RUNS, MOST_LISTED = 30, 20


def find_side(text: str, strategy: str = "", team: Team | None = None) -> Side:
    """Return the side for `RUN:MODEL` or `SUITE:MODEL`; of one team when given. Raises EvaluationError that lists what
    exists.

    SUITE: the newest finished run over its newest version that has the model. MODEL: an id, or a part of one alone.
    """
    where, colon, model_id = text.partition(":")
    if not (colon and where and model_id):
        raise EvaluationError(f'"{text}" is not RUN:MODEL. Write it like 12:embedded/smollm2:135m.')
    if where.isdecimal():
        run = find_run(where, team)
        model = _model(f"Run {run.pk}", _models_of([run]), model_id)
    else:
        runs = _finished(where, team)
        model = _model(f"The suite {where}", _models_of(runs), model_id)
        run = next(run for run in runs if run.run_models.filter(model=model).exists())
    return Side(run=run, model=model, strategy=_strategy(run, model, strategy))


def find_run(text: str, team: Team | None = None) -> Run:
    """Return a run by its number, or the newest finished one over a suite by its slug. Raises EvaluationError."""
    if not text.isdecimal():
        return _finished(text, team)[0]
    runs = _runs(team)
    run = runs.filter(pk=int(text)).first() if len(text) < 18 else None
    if run is None:
        known = ", ".join(str(pk) for pk in runs.values_list("pk", flat=True)[:10]) or "none"
        raise EvaluationError(f"No run {text[:20]}. The newest runs: {known}.")
    return run


def _runs(team: Team | None) -> QuerySet[Run]:
    rows = Run.objects.select_related("suite_version__suite")
    return rows.filter(team=team) if team else rows


def _finished(slug: str, team: Team | None) -> list[Run]:
    """Return finished runs with results over the suite's newest version, the newest first; at least one."""
    suites = Suite.objects.filter(team=team or Team.objects.default())
    suite = suites.filter(slug=slug).first()
    if suite is None:
        known = ", ".join(suites.exclude(origin=Suite.Origin.PROMPT).values_list("slug", flat=True)[:10]) or "none"
        raise EvaluationError(f'"{slug[:60]}" is neither the number of a run nor a suite. The suites: {known}.')
    scored = Tally.objects.filter(n_scored__gt=0, run=OuterRef("pk"))
    rows = _runs(team).filter(Exists(scored), suite_version=suite.latest(), state=RunState.DONE)
    runs = list(rows.order_by("-pk")[:MOST_RUNS])
    if not runs:
        raise EvaluationError(f"No finished run over {suite.title}. Run it first.")
    return runs


def _models_of(runs: Sequence[Run]) -> list[LanguageModel]:
    rows = LanguageModel.objects.filter(candidates__run__in=[run.pk for run in runs])
    return list(rows.select_related("server").distinct())


def _model(place: str, candidates: Sequence[LanguageModel], text: str) -> LanguageModel:
    """Return the model with this id or name, else the only one whose id contains the text."""
    ways = (
        [model for model in candidates if model.model_id == text],
        [model for model in candidates if model.name == text],
        [model for model in candidates if text.lower() in model.model_id.lower()],
    )
    matches = next((models for models in ways if models), [])
    if len(matches) == 1:
        return matches[0]
    if matches:
        listed = ", ".join(model.model_id for model in matches[:MOST_LISTED])
        raise EvaluationError(
            f'{place} asked {len(matches)} models whose id contains "{text}": {listed}. Name one of them.'
        )
    known = ", ".join(model.model_id for model in candidates[:MOST_LISTED]) or "none"
    raise EvaluationError(f'{place} did not ask "{text}". Its models: {known}.')


def _strategy(run: Run, model: LanguageModel, name: str) -> str:
    strategies = sorted(set(run.candidates.filter(model=model).values_list("strategy", flat=True)))
    if name in strategies:
        return name
    if name:
        raise EvaluationError(f'Run {run.pk} did not use the strategy "{name}". It used: {", ".join(strategies)}.')
    if len(strategies) > 1:
        raise EvaluationError(
            f"Run {run.pk} used several strategies: {', '.join(strategies)}. Choose one with --strategy."
        )
    return strategies[0]
