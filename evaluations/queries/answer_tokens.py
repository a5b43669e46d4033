"""Token counts of stored answers, from which the length of a model's answers to a suite's tasks is predicted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db.models import Count, Sum

from evaluations.models import LanguageModel, ModelProbe, Tally, Team
from evaluations.queries.pace import Pace
from evaluations.queries.work import Work, task_sizes
from evaluations.statistics.answer_lengths import LengthRatio, ObservedLengths, length_ratio

# Version of a suite to (model to its answers).
Answers = Mapping[int, Mapping[int, ObservedLengths]]


def length_ratios(
    team: Team,
    works: Sequence[tuple[LanguageModel, Work]],
    probes: Mapping[int, ModelProbe],
    known: Mapping[int, Pace],
) -> list[LengthRatio]:
    """Return for each work how much longer than usual the model's answers will be; at most three queries."""
    answers = _answers({work.version: work for _, work in works if work.version is not None}, team)
    usual = _usual_elsewhere(works, known)
    ratios = []
    for model, work in works:
        pace, probe = known.get(model.pk), probes.get(model.pk)
        observed_here = answers.get(work.version or 0, {})
        elsewhere = None
        if pace and pace.version != work.version:
            elsewhere = ObservedLengths(tokens=pace.tokens, usual=usual[pace.version], n=pace.n_tasks)
        ratio = length_ratio(
            max(1, len(work.sizes)),
            probe=observed_by(probe) if probe else (),
            elsewhere=elsewhere,
            here=observed_here.get(model.pk),
            others=[observed for pk, observed in observed_here.items() if pk != model.pk],
        )
        ratios.append(ratio)
    return ratios


def observed_by(probe: ModelProbe) -> list[ObservedLengths]:
    """Return the answers to the questions of a probe that ask for code."""
    return [
        ObservedLengths(tokens=answer["tokens"], usual=answer["usual"], is_cut=answer["is_cut"])
        for answer in probe.answers
    ]


def _answers(works: Mapping[int, Work], team: Team) -> Answers:
    """Return the team's answers to the tasks of each version of a suite; no query where there is no version."""
    if not works:
        return {}
    rows = Tally.objects.filter(run__team=team, run__suite_version__in=works, n_answers__gt=0, completion_tokens__gt=0)
    sums = rows.order_by().values_list("run__suite_version", "model")
    answers: dict[int, dict[int, ObservedLengths]] = defaultdict(dict)
    for version, model, tokens, n, n_tasks in sums.annotate(
        tokens=Sum("completion_tokens"), total=Sum("n_answers"), n_tasks=Count("task", distinct=True)
    ):
        answers[version][model] = ObservedLengths(tokens=tokens / n, usual=works[version].mean_usual, n=n_tasks)
    return answers


def _usual_elsewhere(works: Collection[tuple[LanguageModel, Work]], known: Mapping[int, Pace]) -> dict[int, float]:
    """Return tokens of a usual answer in the suites of the models' newest runs; no query where they are those of the
    works.
    """
    versions = {
        known[model.pk].version
        for model, work in works
        if model.pk in known and known[model.pk].version != work.version
    }
    if not versions:
        return {}
    return {version: Work(sizes=sizes).mean_usual for version, sizes in task_sizes(versions).items()}
