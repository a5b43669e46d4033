"""Measure how often the length of a model's answers is in the predicted range, by stored answers of real models.

    python -m bench.answer_lengths [FILE] [--draws 2000]

FILE contains answers of can-ai-code (answers_open.jsonl.gz); without it, those that ship with the suite. Asks no model:
each draw takes a model, gives the prediction a part of its answers (three of them, cut at the probe's limit, as if
they were a probe's) and compares the range with the lengths of the others. Each model is drawn as often as any other.
The earlier rule is shown beside it: 400 tokens an answer, 0.4 to 1.6 times that.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean, median

from bench.stored_answers import SUITE, Row, read, tasks
from evaluations.statistics.answer_lengths import (
    CHARS_PER_TOKEN,
    LengthRatio,
    ObservedLengths,
    length_ratio,
    usual_tokens,
)

PROBE_TOKENS, N_PROBED, N_OTHERS = 256, 3, 5
EASY = "junior-v2/"
Lengths = dict[str, float]  # task to tokens of the answer


@dataclass(frozen=True, slots=True)
class Run:
    """One model's answers to the tasks of one of the source's suites."""

    model: str
    template: str
    lengths: Lengths

    @property
    def is_easy(self) -> bool:
        """Whether it is the suite of easy tasks; the other one's answers are four times as long."""
        return next(iter(self.lengths)).startswith(EASY)


@dataclass(frozen=True, slots=True)
class Share:
    """Of many draws: how many are in the range, below and above it, and its width (highest by lowest)."""

    inside: float
    below: float
    above: float
    width: float


NO_RUN = Run("", "", {EASY: 1})


class Answers:
    """Runs by model, and what is usual for their tasks."""

    def __init__(self, rows: Iterable[Row]) -> None:
        specs = tasks()
        self.usual = {
            name: usual_tokens(sum(map(len, spec.reference.values())), spec.kind) for name, spec in specs.items()
        }
        self.most = {name: spec.max_tokens for name, spec in specs.items()}
        runs: dict[tuple[str, str, str], Lengths] = defaultdict(dict)
        for row in rows:
            if not row["output_template"]:  # else the stored answer lacks its beginning
                key = row["model"], row["prompt_template"], row["run_id"]
                runs[key][row["task_id"]] = max(1.0, len(row["raw_answer"]) / CHARS_PER_TOKEN)
        self.by_model: dict[str, list[Run]] = defaultdict(list)
        for (model, template, _), lengths in runs.items():
            self.by_model[model].append(Run(model, template, lengths))

    def observed(self, lengths: Lengths) -> ObservedLengths:
        """Answers as their mean."""
        return ObservedLengths(
            tokens=fmean(lengths.values()), usual=fmean(self.usual[name] for name in lengths), n=len(lengths)
        )

    def probe(self, lengths: Lengths) -> list[ObservedLengths]:
        """Answers as a probe gets them."""
        whole = {name: self.observed({name: tokens}) for name, tokens in lengths.items()}
        return [
            replace(answer, tokens=min(answer.tokens, PROBE_TOKENS), is_cut=answer.tokens > PROBE_TOKENS)
            for answer in whole.values()
        ]

    def total(self, names: Iterable[str], factor: float) -> float:
        """Return the tokens of the answers to these tasks if each is `factor` times as long as usual."""
        return sum(min(self.usual[name] * factor, self.most[name]) for name in names)

    def hard_run_with_easy(self, draw: random.Random) -> tuple[Run, Run]:
        """Return a model's answers to the hard and the easy tasks, asked with the same settings."""
        while True:
            runs = self.by_model[draw.choice(sorted(self.by_model))]
            hard = [run for run in runs if not run.is_easy]
            if hard and (easy := [run for run in runs if run.is_easy]):
                first = draw.choice(hard)
                return first, draw.choice([run for run in easy if run.template == first.template] or easy)

    def easy_run(self, draw: random.Random) -> Run:
        """Return a model's answers to the easy tasks."""
        while True:
            runs = [run for run in self.by_model[draw.choice(sorted(self.by_model))] if run.is_easy]
            if runs:
                return draw.choice(runs)


LengthPairs = tuple[Lengths, LengthRatio]


def probed(answers: Answers, draw: random.Random) -> LengthPairs:
    """Three answers are known; the others of the same tasks are asked for."""
    run = answers.easy_run(draw)
    known = draw.sample(sorted(run.lengths), N_PROBED)
    rest = {name: tokens for name, tokens in run.lengths.items() if name not in known}
    return rest, length_ratio(len(rest), probe=answers.probe({name: run.lengths[name] for name in known}))


def probed_for_others(answers: Answers, draw: random.Random, n_others: int = 0) -> LengthPairs:
    """Three answers to easy tasks are known; the hard ones are asked for. n_others: models that answered these."""
    hard, easy = answers.hard_run_with_easy(draw)
    known = {name: easy.lengths[name] for name in draw.sample(sorted(easy.lengths), N_PROBED)}
    others = [answers.hard_run_with_easy(draw)[0] for _ in range(n_others)]
    observed = [answers.observed(run.lengths) for run in others if run.model != hard.model]
    return hard.lengths, length_ratio(len(hard.lengths), probe=answers.probe(known), others=observed)


def probed_beside_others(answers: Answers, draw: random.Random) -> LengthPairs:
    """As `probed_for_others`, and other models answered the hard tasks."""
    return probed_for_others(answers, draw, N_OTHERS)


def answered_elsewhere(answers: Answers, draw: random.Random) -> LengthPairs:
    """All answers to the easy tasks are known; the hard ones are asked for."""
    hard, easy = answers.hard_run_with_easy(draw)
    return hard.lengths, length_ratio(len(hard.lengths), elsewhere=answers.observed(easy.lengths))


def answered_here(answers: Answers, draw: random.Random) -> LengthPairs:
    """Another run of the model over the same tasks with the same template is known; its settings may be others."""
    while True:
        runs = [run for run in answers.by_model[draw.choice(sorted(answers.by_model))] if run.is_easy]
        first, second = draw.choice(runs or [NO_RUN]), draw.choice(runs or [NO_RUN])
        if first is not second and first.template == second.template:
            return first.lengths, length_ratio(len(first.lengths), here=answers.observed(second.lengths))


def nothing_known(answers: Answers, draw: random.Random) -> LengthPairs:
    """Only the tasks are known."""
    run = draw.choice(answers.by_model[draw.choice(sorted(answers.by_model))])
    return run.lengths, length_ratio(len(run.lengths))


CASES: dict[str, Callable[[Answers, random.Random], LengthPairs]] = {
    "a probe, tasks of the same suite": probed,
    "a probe, tasks of another suite": probed_for_others,
    f"the same, {N_OTHERS} other models answered it": probed_beside_others,
    "answers to another suite": answered_elsewhere,
    "another run over the same tasks": answered_here,
    "nothing but the tasks": nothing_known,
}


def simulate(answers: Answers, case: Callable[[Answers, random.Random], LengthPairs], n: int) -> tuple[Share, Share]:
    """Return the shares of the present and the earlier rule over n draws; the same n gives the same draws."""
    draw, now, before = random.Random(1), list[tuple[float, float, float]](), list[tuple[float, float, float]]()
    for _ in range(n):
        lengths, ratio = case(answers, draw)
        real = sum(min(tokens, answers.most[name]) for name, tokens in lengths.items())
        low, _, high = (answers.total(lengths, factor) for factor in ratio.factors())
        now.append((low, real, high))
        usual = 400.0 * len(lengths)
        before.append((0.4 * usual, real, 1.6 * usual))
    return _share(now), _share(before)


def _share(draws: Sequence[tuple[float, float, float]]) -> Share:
    return Share(
        inside=fmean(low <= real <= high for low, real, high in draws),
        below=fmean(real < low for low, real, _ in draws),
        above=fmean(real > high for _, real, high in draws),
        width=median(high / low for low, _, high in draws),
    )


def has_runs(answers: Answers, case: str) -> bool:
    """Whether a model answered the same tasks twice, where the case needs that."""
    easy = ([run.template for run in runs if run.is_easy] for runs in answers.by_model.values())
    return CASES[case] is not answered_here or any(len(set(names)) < len(names) for names in easy)


def as_table(results: Mapping[str, tuple[Share, Share]]) -> str:
    """Return the shares, as Markdown."""
    lines = ["| known before | inside | below, above | width | the rule before |", "|---|---:|---:|---:|---:|"]
    for name, (share, before) in results.items():
        lines.append(
            f"| {name} | {share.inside:.0%} | {share.below:.0%}, {share.above:.0%} | {share.width:.1f}× | "
            f"{before.inside:.0%} in {before.width:.1f}× |"
        )
    return "\n".join(lines)


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("file", nargs="?", type=Path, default=SUITE / "answers.jsonl.gz")
    parser.add_argument("--draws", type=int, default=2000)
    options = parser.parse_args()
    answers = Answers(read(options.file))
    print(f"{len(answers.by_model)} models")
    cases = {name: case for name, case in CASES.items() if has_runs(answers, name)}
    print(as_table({name: simulate(answers, case, options.draws) for name, case in cases.items()}))


if __name__ == "__main__":
    main()
