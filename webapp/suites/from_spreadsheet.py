"""Tasks from a sheet: one row per task. Invalid rows are reported, the others become a suite."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from evaluations import workbooks
from evaluations.actions.save_suite import save_version
from evaluations.errors import WorkbookError
from evaluations.limits import MAX_SHEET_TASKS
from evaluations.models import Suite, SuiteVersion, Team
from evaluations.records import Checks, Json, Kind, TaskSpec
from evaluations.sampling import LIMITS
from evaluations.tasks import suite_jobs
from evaluations.workbooks.cells.values import shown
from webapp.prompts import examples
from webapp.site.query_params import parse_number
from webapp.workbooks.upload import clean_name

COLUMNS = {
    "title": "what the task is called; the beginning of the prompt when empty",
    "prompt": "what is asked, word for word (the only column that must be filled)",
    "kind": "component, function, hook, page, python or free; component when empty",
    "language": "tsx, jsx, ts or js; tsx when empty, py for python",
    "function name": "name that the code must export, when the checks import one",
    "checks": "a test file as for Vitest or Jest; asserts for python",
    "examples": "for functions: one call per line and its value, like  add(2, 3) → 5",
    "tags": "separated by commas",
    "max tokens": "1,024 when empty",
}
OLD_FUNCTION_NAME = "name to define"  # header of earlier templates
KINDS = (Kind.COMPONENT, Kind.FUNCTION, Kind.HOOK, Kind.PAGE, Kind.PYTHON, Kind.FREE)
LANGUAGES = ("tsx", "jsx", "ts", "js")
HEAD_ROWS = 20
NO_PROMPT = "no_prompt"  # reason of a WorkbookError: a sheet of something else
Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetTasks:
    """Tasks in the order of their rows, and a sentence for each invalid row."""

    specs: tuple[TaskSpec, ...]
    complaints: tuple[str, ...]


def read_tasks(name: str, content: bytes, limits: workbooks.Limits) -> SheetTasks:
    """Read the first sheet that has a column “prompt”. Raises WorkbookError when the file cannot be used or none
    has.
    """
    for sheet in workbooks.check_upload(name, content, limits).sheets:
        rows = workbooks.read_rows(name, content, sheet, count=MAX_SHEET_TASKS + HEAD_ROWS, limits=limits)
        for at, row in enumerate(rows[:HEAD_ROWS]):
            head = [_text(value).strip().lower() for value in row]
            if "prompt" in head:
                return _tasks(sheet, head, rows[at + 1 :], at + 2)
    raise WorkbookError(
        f'{name} has no column with the header "prompt" in the first {HEAD_ROWS} rows of a sheet. Add that header, or '
        "start from the template.",
        reason=NO_PROMPT,
    )


def _tasks(sheet: str, head: Sequence[str], rows: Sequence[Sequence[Json]], first: int) -> SheetTasks:
    specs: dict[str, TaskSpec] = {}
    complaints = []
    for number, cells in enumerate(rows, first):
        if len(specs) == MAX_SHEET_TASKS:
            complaints.append(f'Sheet "{sheet}", row {number}: more than {MAX_SHEET_TASKS:,} tasks. Split the sheet.')
            break
        row = {name: _text(value) for name, value in zip(head, cells, strict=False) if name}
        if not any(value.strip() for value in row.values()):
            continue
        try:
            spec = _task(row, set(specs))
        except ValueError as exc:
            complaints.append(f'Sheet "{sheet}", row {number}: {exc}')
            continue
        specs[spec.slug] = spec
    return SheetTasks(specs=tuple(specs.values()), complaints=tuple(complaints))


def _text(value: Json) -> str:
    return value if isinstance(value, str) else shown(value)


def _task(row: Row, used_slugs: set[str]) -> TaskSpec:
    """Convert one row to a task. Raises ValueError: the fact, the value, what to do."""
    prompt = row.get("prompt", "").replace("\r\n", "\n").strip()
    if not prompt:
        raise ValueError('no prompt. Fill the column "prompt" or delete the row.')
    kind = _one_of(row, "kind", KINDS, Kind.COMPONENT)
    language = "py" if kind == Kind.PYTHON else _one_of(row, "language", LANGUAGES, "tsx")
    title = row.get("title", "").strip() or prompt.splitlines()[0]
    tags = [tag.strip()[:40] for tag in row.get("tags", "").split(",")]
    return TaskSpec(
        slug=_slug(title, used_slugs),
        title=title[:200],
        kind=Kind(kind),
        prompt=prompt,
        language=language,
        entry=f"answer.{language}",
        entry_point=(row.get("function name") or row.get(OLD_FUNCTION_NAME, "")).strip() or None,
        checks=_checks(row, kind, language),
        tags=tuple(tag for tag in tags if tag),
        max_tokens=_max_tokens(row),
    )


def _one_of(row: Row, column: str, known: Sequence[str], otherwise: str) -> str:
    value = row.get(column, "").strip().lower() or otherwise
    if value not in known:
        more = " An Excel task needs its workbook: make it on the Prompt page." if value == Kind.EXCEL else ""
        raise ValueError(f'{column} "{value[:40]}" is not one of {", ".join(known)}.{more or " Correct it."}')
    return value


def _checks(row: Row, kind: str, language: str) -> Checks | None:
    checks_text, examples_text = row.get("checks", "").strip(), row.get("examples", "").strip()
    if checks_text and examples_text:
        raise ValueError("it has both checks and examples. Keep one of them.")
    if examples_text and kind != Kind.FUNCTION:
        raise ValueError(f"examples are for functions, and this is a {kind}. Write a test file instead.")
    if examples_text:
        checks_text = examples.to_checks(examples_text, "./answer")
    if not checks_text:
        return None
    return Checks(path="checks.py" if language == "py" else f"answer.test.{language}", source=checks_text + "\n")


def _max_tokens(row: Row) -> int:
    text = row.get("max tokens", "").strip() or "1024"
    limit, number = LIMITS["max_tokens"], parse_number(text)
    if number is None or not limit.low <= number <= limit.high:
        raise ValueError(f'max tokens "{text[:20]}" is not a number from {limit.low:g} to {limit.high:,}. Correct it.')
    return number


def _slug(title: str, used_slugs: set[str]) -> str:
    base = slugify(title)[:80].strip("-_") or "task"
    return next(slug for slug in _numbered(base) if slug not in used_slugs)


def _numbered(base: str) -> Iterator[str]:
    yield base
    for number in range(2, MAX_SHEET_TASKS + 3):
        yield f"{base}-{number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetImport:
    """Result of an uploaded sheet. version: None if nothing could be stored; error says why."""

    version: SuiteVersion | None = None
    n_tasks: int = 0
    error: str = ""
    complaints: tuple[str, ...] = ()


def suite_from_file(team: Team, name: str, content: bytes, title: str) -> SheetImport:
    """Make a suite of the file's good rows, called by the title or else by the file."""
    name = clean_name(name)
    try:
        result = read_tasks(name, content, workbooks.Limits(size_mb=settings.UPLOAD_MAX_MB))
    except WorkbookError as exc:
        return SheetImport(error=str(exc))
    if not result.specs:
        return SheetImport(error=f"{name} has no row that could be a task.", complaints=result.complaints)
    try:
        version = save_written_suite(team, title or name.rpartition(".")[0] or name, result.specs)
    except ValueError as exc:
        return SheetImport(error=str(exc), complaints=result.complaints)
    suite_jobs.try_conditions(version)
    return SheetImport(version=version, n_tasks=len(result.specs), complaints=result.complaints)


@transaction.atomic
def save_written_suite(team: Team, title: str, specs: Sequence[TaskSpec]) -> SuiteVersion:
    """Return a version of the team's suite of that title; the same content never makes a second one. Raises
    ValueError.
    """
    slug = slugify(title)[:80]
    if not slug:
        raise ValueError(f'"{title[:40]}" gives no address for the suite. Use letters or digits.')
    suite, _ = Suite.objects.get_or_create(
        team=team, slug=slug, defaults={"title": title, "origin": Suite.Origin.WRITTEN}
    )
    if suite.origin != Suite.Origin.WRITTEN:
        raise ValueError(f'The suite "{slug}" was not written here. Choose another title.')
    return save_version(suite, specs)


def template() -> bytes:
    """Return a workbook to fill in: the columns with one task, and what each column means."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "Tasks"
    workbooks.write(sheet, list(COLUMNS), is_bold=True)
    example = {
        "title": "Add two numbers",
        "prompt": "Write a function add(a, b) that returns the sum of two numbers.",
        "kind": "function",
        "language": "ts",
        "function name": "add",
        "examples": "add(2, 3) → 5\nadd(-1, 1) → 0",
        "tags": "basics",
    }
    workbooks.write(sheet, [example.get(name) for name in COLUMNS])
    workbooks.finish(sheet)
    meaning = book.create_sheet("What the columns mean")
    for line in COLUMNS.items():
        workbooks.write(meaning, line)
    workbooks.finish(meaning)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()
