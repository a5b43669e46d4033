"""A comparison as a static site in one zip: it opens from a folder, contacts no server, and has no script.

Models' code is text in it, never markup: the templates escape it, and the policy of each page forbids scripts, frames
and requests. It contains model names, tasks and figures, but no people, no team and no address of a server.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.utils.timezone import now

from evaluations.explanations import explain
from evaluations.exports.answers import licence_of
from evaluations.models import Candidate, Grading, SuiteVersion, Task
from evaluations.queries.comparison import Key
from evaluations.queries.counts import Counts
from evaluations.queries.model_names import ShortName
from evaluations.stored_json import StoredExtraction
from evaluations.typed_template import TypedTemplate
from webapp.compare.columns import Columns, columns
from webapp.compare.entry import Entry
from webapp.compare.heat_map import HeatMap, heat_map
from webapp.compare.pairwise import Pairs
from webapp.compare.selection import Selection

STYLE = Path(settings.BASE_DIR) / "templates" / "compare" / "static" / "style.css"
MOST_MODELS, MOST_ANSWERS, MOST_SOURCE, BATCH = 60, 4000, 20_000, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One model's first answer to a task. files: extracted code by path; why: its verdict explained."""

    entry: Entry
    verdict: str
    is_flaky: bool
    why: str
    files: Sequence[tuple[str, str]]


class SharedPart(Columns):
    """What every page has. root: the relative path to the folder of index.html.

    model_pages, task_pages: files by key.
    """

    root: str
    version: SuiteVersion | None
    policy: str
    style: str
    made_at: datetime
    labels: Mapping[Key, ShortName]
    names: Mapping[Key, str]
    model_pages: dict[Key, str]
    task_pages: dict[int, str]


class IndexPage(SharedPart):
    """rows: entries with their range of ranks. n_left_out: entries without a page."""

    rows: list[tuple[Entry, tuple[int, int] | None]]
    pairs: Pairs | None
    heat: HeatMap | None
    chosen: Selection
    n_left_out: int
    licences: list[str]
    tasks: Sequence[Task]


class ModelPage(SharedPart):
    """lines: each task with the counts of this entry; None where it was not asked."""

    entry: Entry
    rank: tuple[int, int] | None
    lines: list[tuple[Task, Counts | None]]


class TaskPage(SharedPart):
    """lines: each entry with its counts at this task."""

    task: Task
    answers: list[Answer]
    lines: list[tuple[Entry, Counts | None]]
    licence: str


INDEX_PAGE = TypedTemplate("compare/static/index.html", IndexPage)
MODEL_PAGE = TypedTemplate("compare/static/model.html", ModelPage)
TASK_PAGE = TypedTemplate("compare/static/task.html", TaskPage)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The site's contents. answers: by task and entry, as far as MOST_ANSWERS allow; numbers: of the candidates."""

    entries: Sequence[Entry]
    tasks: Sequence[Task]
    answers: Mapping[tuple[int, Key], Candidate]
    n_left_out: int

    @property
    def numbers(self) -> list[int]:
        """The answers whose code is shown."""
        return [candidate.pk for candidate in self.answers.values()]


def contents_of(chosen: Selection) -> Contents:
    """Return the best models with all compared tasks; if there are too many answers, only those to the first tasks."""
    entries = chosen.entries[:MOST_MODELS]
    n_tasks = max(1, MOST_ANSWERS // max(1, len(entries)))
    with_code = chosen.tasks[:n_tasks]
    keys = {entry.key for entry in entries}
    rows = Candidate.objects.filter(chosen.tallies, task__in=with_code, sample=0).exclude(verdict="")
    answers = {
        (row.task_id, key): row
        for row in rows.only("run_id", "task_id", "model_id", "strategy", "verdict", "is_flaky", "cause")
        if (key := (row.run_id, row.model_id, row.strategy)) in keys
    }
    return Contents(entries=entries, tasks=chosen.tasks, answers=answers, n_left_out=len(chosen.tasks) - len(with_code))


def policy() -> str:
    """Return the content security policy: a page may only show itself with its one style."""
    digest = base64.b64encode(hashlib.sha256(STYLE.read_text().encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def write(chosen: Selection, pairs: Pairs | None, contents: Contents, target: IO[bytes]) -> None:
    """Write the zip: index.html, a page for each model and each task, and a note on what it is."""
    shared = _shared(chosen, contents)
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, text in _pages(chosen, pairs, contents, shared):
            archive.writestr(name, text.encode(errors="replace"))


def _shared(chosen: Selection, contents: Contents) -> SharedPart:
    return {
        **columns(contents.entries),
        "root": "../",
        "version": chosen.version,
        "policy": policy(),
        "style": STYLE.read_text(),
        "made_at": now(),
        "labels": chosen.labels,
        "names": chosen.names,
        "model_pages": {
            entry.key: f"models/{_name(n, str(chosen.labels[entry.key]))}.html"
            for n, entry in enumerate(contents.entries, 1)
        },
        "task_pages": {task.pk: f"tasks/{_name(n, task.slug)}.html" for n, task in enumerate(contents.tasks, 1)},
    }


def _name(number: int, text: str) -> str:
    """Return a file name of letters, digits and hyphens; the number makes it unique."""
    return f"{number}-{re.sub(r'[^a-z0-9]+', '-', text.lower()).strip('-')[:60]}".rstrip("-")


def _pages(chosen: Selection, pairs: Pairs | None, contents: Contents, shared: SharedPart) -> Iterator[tuple[str, str]]:
    ranks = chosen.ranks()
    index: IndexPage = {
        **shared,
        "root": "",
        "rows": [(entry, ranks[entry.key]) for entry in contents.entries],
        "pairs": pairs,
        "heat": heat_map(chosen, contents.entries),
        "chosen": chosen,
        "n_left_out": len(chosen.entries) - len(contents.entries),
        "licences": sorted({licence_of(task) for task in contents.tasks}),
        "tasks": contents.tasks,
    }
    yield "index.html", INDEX_PAGE.text(index)
    for entry in contents.entries:
        page: ModelPage = {
            **shared,
            "entry": entry,
            "rank": ranks[entry.key],
            "lines": [(task, chosen.of_tasks[entry.key].get(task.pk)) for task in contents.tasks],
        }
        yield shared["model_pages"][entry.key], MODEL_PAGE.text(page)
    for start in range(0, len(contents.tasks), BATCH // 10):
        yield from _task_pages(contents.tasks[start : start + BATCH // 10], chosen, contents, shared)


def _task_pages(
    tasks: Sequence[Task], chosen: Selection, contents: Contents, shared: SharedPart
) -> Iterator[tuple[str, str]]:
    """Yield a few tasks at a time, so that only their code is in memory."""
    pks = [row.pk for (task, _), row in contents.answers.items() if task in {t.pk for t in tasks}]
    extractions: dict[int, StoredExtraction] = {}
    for start in range(0, len(pks), BATCH):
        rows = Grading.objects.filter(candidate__in=pks[start : start + BATCH], is_current=True)
        extractions |= dict(rows.values_list("candidate", "extraction"))
    for task in tasks:
        answers = [
            _answer(entry, row, extractions.get(row.pk, {}))
            for entry in contents.entries
            if (row := contents.answers.get((task.pk, entry.key)))
        ]
        lines = [(entry, chosen.of_tasks[entry.key].get(task.pk)) for entry in contents.entries]
        page: TaskPage = {**shared, "task": task, "answers": answers, "lines": lines, "licence": licence_of(task)}
        yield shared["task_pages"][task.pk], TASK_PAGE.text(page)


def _answer(entry: Entry, row: Candidate, extraction: StoredExtraction) -> Answer:
    files = [(path, source[:MOST_SOURCE]) for path, source in (extraction.get("files") or {}).items()]
    return Answer(
        entry=entry, verdict=row.verdict, is_flaky=row.is_flaky, why=explain(row.verdict, row.cause), files=files
    )
