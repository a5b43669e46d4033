"""The work of one round and its results: imported and regraded stored answers, and a few requests to a live model.

This process only reads rows and calls the actions of pages and commands. The site does the work.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.db.models import Count, Max

from evaluations.actions.apply_bulk_change import change_run
from evaluations.actions.import_answers import StoredAnswer, import_answers
from evaluations.models import Candidate, Generation, Grading, LanguageModel, ModelServer, Run, State, Team
from evaluations.models.changes import ChangeKind
from evaluations.records import Sampling, TaskSpec
from evaluations.runner.answers import read_answers
from evaluations.runner.find_by_name import find_suite
from evaluations.runner.first_run import EMBEDDED_ID
from evaluations.runner.imports import SUITES
from evaluations.suites.folders import load_suite
from evaluations.tasks import wake

LIVE_TOKENS = 48
IMPORTED = "can-ai-code"
LIVE = "starter"
Answer = tuple[int, str]  # task and text; the verdict may depend only on these


@dataclass(slots=True)
class Work:
    """The runs of one round with their numbers of candidates, and the candidates to regrade.

    last_grading: the id of the newest one before the round. Times are useless when a worker's clock is wrong.
    """

    last_grading: int = field(default_factory=lambda: Grading.objects.aggregate(last=Max("pk"))["last"] or 0)
    runs: dict[int, int] = field(default_factory=dict)
    regraded: set[int] = field(default_factory=set)
    live: set[int] = field(default_factory=set)

    def candidates(self) -> list[int]:
        """All candidates of this round."""
        return [*Candidate.objects.filter(run__in=self.runs).values_list("pk", flat=True), *self.regraded]

    def n_open(self) -> int:
        """Return the number of candidates without a verdict of this round."""
        ended = [State.DONE, State.CANCELLED]
        return Candidate.objects.filter(pk__in=self.candidates()).exclude(state__in=ended).count()

    def is_over(self) -> bool:
        """Whether all runs have ended by themselves."""
        pks = {*self.runs, *Candidate.objects.filter(pk__in=self.regraded).values_list("run", flat=True)}
        return not Run.objects.filter(pk__in=pks, state=Run.State.RUNNING).exists()

    def n_graded(self) -> int:
        """Return the number of gradings since the round began."""
        return Grading.objects.filter(pk__gt=self.last_grading).count()


def stored_answers() -> list[StoredAnswer]:
    """Return the answers that ship with the suite."""
    return list(read_answers(SUITES / IMPORTED / "answers.jsonl.gz", lambda line: None))


def begin(name: str, n_answers: int, n_live: int, dice: random.Random) -> Work:
    """Import, regrade and ask. Half of the n_answers stored answers are new, half are regraded."""
    work = Work()
    team, answers = Team.objects.default(), stored_answers()
    chosen = _chosen(answers, n_answers - n_answers // 2, name, dice)
    report = import_answers(find_suite(team, IMPORTED), chosen, title=f"{name}: imported")
    shown = import_answers(find_suite(team, LIVE), _references(name), title=f"{name}: with screenshots")
    for item in (report, shown):
        if item.run is None or item.is_known:
            raise RuntimeError(f"{name}: nothing was imported.")
        work.runs[item.run.pk] = item.n_answers
    if n_live:
        run = _ask(team, name, n_live)
        work.runs[run.pk] = run.candidates.count()
        work.live.add(run.pk)
    _regrade(work, n_answers // 2, dice)
    wake()
    return work


def _chosen(answers: list[StoredAnswer], n: int, name: str, dice: random.Random) -> list[StoredAnswer]:
    """Return n answers, repeated if there are fewer. Those of each round become a new run."""
    order = dice.sample(answers, len(answers))
    return [_renamed(order[i % len(order)], f"{name}-{i}") for i in range(n)]


def _renamed(answer: StoredAnswer, run_id: str) -> StoredAnswer:
    return replace(answer, run_id=run_id)


def _references(name: str) -> Iterator[StoredAnswer]:
    """Return the starter suite's references. Some are components, so pages and screenshots are made."""
    for task in load_suite(SUITES / LIVE).tasks:
        if code := _reference(task):
            text = f"```{task.language}\n{code}\n```"
            yield StoredAnswer(line=1, model="reference", task_id=task.slug, raw_answer=text, run_id=name)


def _reference(task: TaskSpec) -> str:
    folder = SUITES / LIVE / task.slug / "reference"
    files: list[Path] = sorted(path for path in folder.iterdir() if path.is_file())
    return files[0].read_text() if len(files) == 1 else ""


def _ask(team: Team, name: str, n_live: int) -> Run:
    """Start a run on the embedded model, with few tokens because the answers' quality does not matter."""
    version = find_suite(team, LIVE)
    server, _, model = EMBEDDED_ID.partition("/")
    language_model = LanguageModel.objects.get(server__slug=server, name=model)
    first = set(version.tasks.order_by("position").values_list("pk", flat=True)[:n_live])
    return Run.objects.start(
        version,
        [language_model],
        Sampling(max_tokens=LIVE_TOKENS, seed=1),
        team=team,
        title=f"{name}: live",
        skips=lambda task, strategy: task.pk not in first,
    )


def _regrade(work: Work, n: int, dice: random.Random) -> None:
    """Regrade n answers of the shipped import. All of these have a verdict."""
    base = base_run()
    pks = list(base.candidates.filter(state=State.DONE).values_list("pk", flat=True))
    work.regraded = set(dice.sample(pks, min(n, len(pks))))
    change = change_run(base, ChangeKind.REGRADE, by=None, rows=Candidate.objects.filter(pk__in=work.regraded))
    if change is None or change.n_regraded != len(work.regraded):
        raise RuntimeError("Not all answers could be regraded.")


def base_run() -> Run:
    """Return the run that the site imports at its first start."""
    return Run.objects.filter(suite_version__suite__slug=IMPORTED).earliest("pk")


def verdicts(pks: list[int]) -> dict[Answer, str]:
    """Map task and text to the verdict."""
    rows = Generation.objects.filter(candidate__in=pks, candidate__state=State.DONE)
    return {
        (task, text): verdict
        for task, text, verdict in rows.values_list("candidate__task", "text", "candidate__verdict")
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The effect of a round on its candidates.

    changed: descriptions of those with an unexpected verdict. unknown: answers without an expected verdict yet.
    """

    lost: int = 0
    doubled: int = 0
    stale: int = 0
    changed: list[str] = field(default_factory=list)
    unknown: dict[Answer, str] = field(default_factory=dict)


def compare_results(work: Work, reference: dict[Answer, str]) -> Judgement:
    """Compare a finished round with the expected results."""
    pks = work.candidates()
    rows = Candidate.objects.filter(pk__in=pks)
    graded = Counter(
        Grading.objects.filter(candidate__in=pks, pk__gt=work.last_grading).values_list("candidate", flat=True)
    )
    current = dict(
        Grading.objects.filter(candidate__in=pks, is_current=True)
        .values_list("candidate")
        .annotate(n=Count("pk"))
        .values_list("candidate", "n")
    )
    missing = sum(work.runs.values()) + len(work.regraded) - len(set(pks))
    done = set(rows.filter(state=State.DONE, generation__isnull=False).values_list("pk", flat=True))
    lost = missing + sum(pk not in done or not graded[pk] for pk in pks)
    doubled = sum(graded[pk] > 1 or current.get(pk, 0) > 1 for pk in pks)
    stale = rows.exclude(taken_by="").count() + ModelServer.objects.exclude(fed_by="").count()
    verdict_of = verdicts(pks)
    changed = [
        f"{reference[key]} → {verdict} (task {key[0]}, {key[1][:40]!r})"
        for key, verdict in verdict_of.items()
        if key in reference and reference[key] != verdict
    ]
    unknown = {key: verdict for key, verdict in verdict_of.items() if key not in reference}
    return Judgement(lost=lost, doubled=doubled, stale=stale, changed=changed, unknown=unknown)
