"""Reads of conversations: the newest run of each, versions with their differences and results."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet

from evaluations.models import Candidate, FollowUp, LanguageModel, Run, Suite, SuiteVersion, Task

MOST_ANSWERS = 2000  # of one conversation in its table


def one_per_conversation(runs: QuerySet[Run]) -> QuerySet[Run]:
    """Keep only the newest run of each conversation; one that asked models is preferred to one of other answers."""
    later = Q(created_at__gt=OuterRef("created_at")) | Q(created_at=OuterRef("created_at"), pk__gt=OuterRef("pk"))
    of_same = Q(origin=OuterRef("origin"))
    better = of_same & later | ~of_same & Q(origin=Run.Origin.LIVE)
    newer = runs.filter(better, suite_version__suite=OuterRef("suite_version__suite")).order_by()
    return runs.filter(~Q(suite_version__suite__origin=Suite.Origin.PROMPT) | ~Exists(newer))


@dataclass(frozen=True, slots=True)
class Diff:
    """Lines of two texts: each with " ", "+" or "-"."""

    lines: tuple[tuple[str, str], ...]

    @property
    def n_added(self) -> int:
        """Lines that are new."""
        return sum(sign == "+" for sign, _ in self.lines)

    @property
    def n_removed(self) -> int:
        """Lines that are gone."""
        return sum(sign == "-" for sign, _ in self.lines)


def diff_texts(before: str, after: str) -> Diff:
    """Return the lines of both texts in one list."""
    old, new = before.splitlines(), after.splitlines()
    lines: list[tuple[str, str]] = []
    for kind, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            lines += [(" ", line) for line in old[a:b]]
        else:
            lines += [("-", line) for line in old[a:b]] + [("+", line) for line in new[c:d]]
    return Diff(tuple(lines))


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One version of a conversation. answers: by model, of all its runs, the newest run first."""

    version: SuiteVersion
    tasks: tuple[Task, ...]
    follow_up: FollowUp | None
    runs: tuple[Run, ...]
    answers: dict[int, list[Candidate]] = field(default_factory=dict)
    diff: Diff | None = None

    @property
    def prompt(self) -> str:
        """The prompt; of several workbooks all of them, one after the other."""
        return prompt_of(self.tasks)

    @property
    def answer(self) -> Candidate | None:
        """The answer that was followed up; None for the prompt, and for an answer that was deleted since."""
        answer = self.follow_up.answer if self.follow_up else None
        return answer if answer and answer.run.team_id == self.version.suite.team_id else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A prompt with its versions, the newest first, and the models that were asked in any of them."""

    suite: Suite
    lines: tuple[VersionLine, ...]
    models: tuple[LanguageModel, ...]

    @property
    def latest_run(self) -> Run | None:
        """The newest run of all versions; of answers made elsewhere only where no model was asked."""
        runs = [run for line in self.lines for run in line.runs]
        return max(runs, key=lambda run: (run.origin == Run.Origin.LIVE, run.created_at, run.pk), default=None)


def prompt_of(tasks: Sequence[Task]) -> str:
    """Return the prompts of these tasks as one text."""
    return "\n\n".join(task.spec["prompt"] for task in tasks)


def read_conversation(suite: Suite) -> Conversation:
    """Return all of one conversation, in six queries."""
    versions = list(suite.versions.select_related("suite").order_by("-number"))
    tasks, runs, answers = _tasks(suite), _runs(suite), _answers(suite)
    rows = FollowUp.objects.filter(version__suite=suite).select_related(
        "parent", "answer__model__server", "answer__run"
    )
    follow_ups = {row.version_id: row for row in rows}
    lines = tuple(
        VersionLine(
            version=version,
            tasks=tuple(tasks.get(version.pk, ())),
            follow_up=follow_ups.get(version.pk),
            runs=tuple(runs.get(version.pk, ())),
            answers=answers.get(version.pk, {}),
            diff=_diff(follow_ups.get(version.pk), version, tasks),
        )
        for version in versions
    )
    model_ids = {pk for line in lines for pk in line.answers}
    models = LanguageModel.objects.filter(pk__in=model_ids).select_related("server").order_by("server__slug", "name")
    return Conversation(suite=suite, lines=lines, models=tuple(models))


def _tasks(suite: Suite) -> dict[int, list[Task]]:
    tasks: dict[int, list[Task]] = {}
    for task in Task.objects.filter(version__suite=suite).order_by("position"):
        tasks.setdefault(task.version_id, []).append(task)
    return tasks


def _runs(suite: Suite) -> dict[int, list[Run]]:
    runs: dict[int, list[Run]] = {}
    for run in Run.objects.filter(suite_version__suite=suite, team=suite.team_id):
        runs.setdefault(run.suite_version_id, []).append(run)
    return runs


def _answers(suite: Suite) -> dict[int, dict[int, list[Candidate]]]:
    answers: dict[int, dict[int, list[Candidate]]] = {}
    rows = Candidate.objects.filter(run__suite_version__suite=suite, run__team=suite.team_id).select_related("run")
    for row in rows.order_by("-run_id", "task__position", "strategy", "sample")[:MOST_ANSWERS]:
        answers.setdefault(row.run.suite_version_id, {}).setdefault(row.model_id, []).append(row)
    return answers


def _diff(follow_up: FollowUp | None, version: SuiteVersion, tasks: dict[int, list[Task]]) -> Diff | None:
    """Return the changes of the prompt; None for a follow-up of an answer, where the change is the whole prompt."""
    before, after = tasks.get(follow_up.parent_id or 0) if follow_up else None, tasks.get(version.pk, [])
    if not before or [task.spec.get("turns") for task in before] != [task.spec.get("turns") for task in after]:
        return None
    return diff_texts(prompt_of(before), prompt_of(after))


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A version of a run's conversation, as a tab: its newest run."""

    number: int
    run: int
    change: str


def neighbours_of(run: Run) -> list[Neighbour]:
    """Return the versions that were run, oldest first."""
    rows = Run.objects.filter(suite_version__suite=run.suite_version.suite_id, team=run.team_id).order_by("pk")
    newest = {
        number: Neighbour(number=number, run=pk, change=change or "")
        for pk, number, change in rows.values_list("pk", "suite_version__number", "suite_version__follow_up__change")
    }
    newest[run.suite_version.number] = Neighbour(
        number=run.suite_version.number, run=run.pk, change=newest[run.suite_version.number].change
    )
    return [newest[number] for number in sorted(newest)]
