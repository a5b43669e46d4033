"""Generate up to millions of candidates of realistic sizes, for `bench/pages.py` and for looking at pages.

`make(n_models, n_tasks, n_samples)` writes suite, models, run, candidates, answers and gradings into the database that
Django's settings name. The values are drawn with a fixed seed, from the skill of a model and the difficulty of a task.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from django.db import connection, transaction

from evaluations.models import (
    LanguageModel,
    ModelServer,
    Run,
    RunModel,
    Suite,
    SuiteVersion,
    Task,
    Team,
    tally_triggers,
)
from evaluations.records import Checks, Kind, Sampling, TaskSpec, to_json

BATCH = 5000
STORED: dict[str, Any] = json.loads(
    Path(__file__).with_suffix(".json").read_text()
)  # columns, and values that all rows share
FAMILIES = ("quill", "sparrow", "granite", "otter", "maple")
SIZES = (("1.3b", 1.3), ("3b", 3.0), ("7b", 7.0), ("14b", 14.0))
QUANTISATIONS = (("Q4_0", 4.5, -0.15), ("Q8_0", 8.5, 0.0))
KINDS = (
    (Kind.FUNCTION, "js", "lists"),
    (Kind.COMPONENT, "tsx", "forms"),
    (Kind.HOOK, "tsx", "state"),
    (Kind.EXCEL, "tsx", "files"),
    (Kind.FUNCTION, "ts", "strings"),
)
CAUSES = {
    "failed": "{a} of {b} checks failed: expected {a} rows, got {b}: the last is missing.",
    "runtime_error": "TypeError: Cannot read properties of undefined (reading 'item{a}')",
    "over_limit": "The page crashed: more than 512 MB.",
    "timeout": "It did not end within 10 s, twice.",
    "build_error": "answer.tsx, line {b}: Unexpected token.",
    "no_code": "The answer has no code block and is no code itself.",
    "unscored": "No browser could be started. Run: manage.py doctor",
}
FAILED_VERDICTS = ["failed"] * 11 + ["runtime_error"] * 4 + ["build_error"] * 2 + ["no_code"] * 2 + ["timeout"]
CODE = (
    "export function answer(rows) {\n"
    + "".join(
        f"  const step{n} = rows.filter((row) => row.column{n} !== undefined).map((row) => row.column{n} * {n});\n"
        for n in range(9)
    )
    + "  return step8;\n}\n"
)
BEGIN = datetime(2026, 11, 1, tzinfo=UTC)


def make(n_models: int, n_tasks: int, n_samples: int, *, name: str = "bench", seed: int = 7) -> Run:
    """Make the run with all its rows, and count the tallies."""
    random = Random(seed)
    team = Team.objects.default()
    models, skills = _models(n_models, random)
    suite = Suite.objects.create(team=team, slug=name, title=name.title(), origin=Suite.Origin.WRITTEN)
    version = SuiteVersion.objects.create(suite=suite, number=1, digest=f"{name}-{seed}")
    tasks = [Task.objects.add(version, n, _spec(n)) for n in range(n_tasks)]
    run = Run.objects.create(
        team=team,
        suite_version=version,
        title=f"{name}: {n_models} models, {n_tasks} tasks, {n_samples} samples",
        sampling=to_json(Sampling()),
        n_samples=n_samples,
        strategies=["plain"],
        state=Run.State.DONE,
        created_at=BEGIN,
        finished_at=BEGIN + timedelta(days=3),
    )
    RunModel.objects.bulk_create(RunModel(run=run, model=m, position=i) for i, m in enumerate(models))
    hard = [random.gauss(0, 1.4) for _ in tasks]
    rows = _rows(run, models, tasks, n_samples, lambda i, j: 1 / (1 + math.exp(hard[j] - skills[i])), random)
    tally_triggers.remove(connection)
    while batch := list(islice(rows, BATCH)):
        with transaction.atomic():
            for table, columns in STORED["columns"].items():
                _write(table, columns, [row[table] for row in batch if table in row])
    _set_sequences()
    with transaction.atomic():
        tally_triggers.install(connection)
        tally_triggers.recount(connection)
    return run


def _models(count: int, random: Random) -> tuple[list[LanguageModel], list[float]]:
    server, _ = ModelServer.objects.get_or_create(slug="bench", defaults={"kind": "stored", "is_reachable": True})
    kinds = [(f, s, q) for s in SIZES for f in FAMILIES for q in QUANTISATIONS]
    random.shuffle(kinds)
    models, skills = [], []
    for family, (size, billions), (quantisation, bits, loss) in kinds[:count]:
        row, _ = LanguageModel.objects.get_or_create(
            server=server,
            name=f"{family}:{size}-{quantisation.lower()}",
            defaults={
                "family": family,
                "parameter_size": size.upper(),
                "quantisation": quantisation,
                "size_bytes": int(billions * bits / 8 * 1e9),
                "context_tokens": 8192,
            },
        )
        models.append(row)
        skills.append(math.log2(billions) - 1.6 + loss + FAMILIES.index(family) * 0.12)
    return models, skills


def _spec(n: int) -> TaskSpec:
    kind, language, tag = KINDS[n % len(KINDS)]
    return TaskSpec(
        slug=f"task-{n}",
        title=f"{tag.title()} task {n}",
        kind=kind,
        language=language,
        tags=(tag, f"level-{n % 4}"),
        prompt=f"Write number {n}. " + "It takes rows and gives back what the description asks for. " * 12,
        checks=Checks(path="answer.test.ts", source="test('works', () => {});"),
        entry="answer.ts",
    )


def _rows(
    run: Run, models: list[LanguageModel], tasks: list[Task], n_samples: int, chance: Any, random: Random
) -> Iterator[dict[str, tuple[Any, ...]]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(id), 0) FROM evaluations_candidate")
        pk = cursor.fetchone()[0]
    for i, model in enumerate(models):
        for j, task in enumerate(tasks):
            for sample in range(n_samples):
                pk += 1
                yield _row(_draw(pk, model, chance(i, j), random), (run.pk, task.pk, model.pk, "plain", sample), model)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnCandidate:
    """The drawn values of one candidate. ms: how long its model wrote."""

    pk: int
    verdict: str
    is_flaky: bool
    is_cut: bool
    cause: str
    n_tokens: int
    ms: float

    @property
    def score(self) -> float | None:
        return None if self.verdict == "unscored" else float(self.verdict == "passed")

    @property
    def at(self) -> datetime:
        return BEGIN + timedelta(seconds=self.pk / 4)


def _draw(pk: int, model: LanguageModel, chance: float, random: Random) -> DrawnCandidate:
    draw = random.random()
    verdict = "passed" if draw < chance else "unscored" if draw > 0.998 else random.choice(FAILED_VERDICTS)
    is_flaky, is_cut = random.random() < 0.004, verdict != "passed" and random.random() < 0.1
    cause = CAUSES.get(verdict, "").format(a=random.randrange(1, 9), b=random.randrange(9, 60))
    n_tokens = random.randrange(120, 700)
    ms = n_tokens * (model.size_bytes or 1) / 1e9 * 4 * random.uniform(0.8, 1.2)
    return DrawnCandidate(
        pk=pk, verdict=verdict, is_flaky=is_flaky, is_cut=is_cut, cause=cause, n_tokens=n_tokens, ms=ms
    )


def _row(drawn: DrawnCandidate, key: tuple[Any, ...], model: LanguageModel) -> dict[str, tuple[Any, ...]]:
    rows = {"evaluations_candidate": _candidate(drawn, key)}
    if drawn.verdict != "unscored":
        rows["evaluations_generation"] = _generation(drawn, model)
        rows["evaluations_grading"] = _grading(drawn)
    return rows


def _candidate(drawn: DrawnCandidate, key: tuple[Any, ...]) -> tuple[Any, ...]:
    result = (drawn.verdict, drawn.score, drawn.cause, drawn.is_cut, drawn.is_flaky)
    return (drawn.pk, *key, "done", "", 0, *result, drawn.at, drawn.at)


def _generation(drawn: DrawnCandidate, model: LanguageModel) -> tuple[Any, ...]:
    prompt = {"messages": [{"role": "user", "content": "Write it. " * 30}], "strategy": "plain"}
    text = f"Here is candidate {drawn.pk}:\n```ts\n{CODE}```\n"
    stop_reason = "length" if drawn.is_cut else "stop"
    of_model = ("sha256:ab", model.quantisation)
    timings = (1800.0, 40 + drawn.ms / 50, drawn.ms)
    return (
        drawn.pk,
        json.dumps(prompt),
        "{}",
        text,
        stop_reason,
        *of_model,
        180,
        drawn.n_tokens,
        *timings,
        "{}",
        drawn.at,
    )


def _grading(drawn: DrawnCandidate) -> tuple[Any, ...]:
    files = {"answer.ts": CODE} if drawn.verdict != "no_code" else {}
    extraction = json.dumps({**STORED["extraction"], "files": files})
    result = (drawn.verdict, drawn.score, drawn.cause, drawn.is_flaky)
    return (drawn.pk, True, extraction, json.dumps([_report(drawn)]), "{}", *result, 52.0, "1", "h1", "1", drawn.at)


def _report(drawn: DrawnCandidate) -> dict[str, Any]:
    outcome = "passed" if drawn.verdict == "passed" else "failed"
    check = {**STORED["check"], "verdict": outcome, "message": drawn.cause}
    result = {"verdict": drawn.verdict, "cause": drawn.cause, "is_flaky": drawn.is_flaky}
    return {**STORED["report"], **result, "id": str(drawn.pk), "checks": [check]}


def _write(table: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join(["%s"] * len(columns))
    values = [tuple(v.strftime("%Y-%m-%d %H:%M:%S") if isinstance(v, datetime) else v for v in row) for row in rows]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", values)


def _set_sequences() -> None:
    """Set PostgreSQL's sequences after the ids that were set by hand, and update the statistics of both databases."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "pg_get_serial_sequence('evaluations_candidate', 'id')"
            cursor.execute(f"SELECT setval({sequence}, MAX(id)) FROM evaluations_candidate")
        cursor.execute("ANALYZE")
