"""Read a team's archive into a team: new keys, the same references, and no row twice.

A suite is found by its name, a version and a file by their content, a run by where it came from. Existing rows
stay as they are, and the rows of a run that exists here are not added again.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.db.models import ForeignKey, Model

from evaluations.actions.save_suite import content_digest
from evaluations.backup.archive import Manifest, members, verify
from evaluations.errors import BackupError
from evaluations.jsonl import objects_of
from evaluations.models import (
    Campaign,
    Candidate,
    Comment,
    Grading,
    LanguageModel,
    ModelServer,
    Ordering,
    Pair,
    Run,
    RunModel,
    StoredFile,
    Suite,
    SuiteVersion,
    Task,
    Team,
    Workbook,
)
from evaluations.models.reviews import new_token
from evaluations.models.suites import spec_from_json
from evaluations.records import TaskSpec, Verdict
from evaluations.transfer.export_team import KIND, MODELS, origin
from evaluations.transfer.tables import END_STATES, MANY_TO_MANY, OF_MODEL, Row, Table
from evaluations.transfer.tables import members as tables_by_member

BATCH = 500
LONGEST_LINE = 64 * 2**20
CONTENT_KEY = re.compile(r"[0-9a-f]{64}")  # an import key that says what was imported, wherever that was
PICTURES = ((b"\x89PNG\r\n\x1a\n", 0, "image/png"), (b"WEBP", 8, "image/webp"))
OTHER_TYPE = "application/octet-stream"
NAMES = {"candidate": "answer"}


@dataclass(slots=True)
class TeamImport:
    """The result of an import. added, known: numbers of new and of existing rows by table; notes: for the person."""

    added: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    n_files: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """A sentence about the added and the existing rows."""
        words = ("suite", "run", "candidate", "vote")
        added = [_count_text(self.added[name], NAMES.get(name, name)) for name in words]
        known = [_count_text(self.known[name], name) for name in words[:2]]
        return f"Added: {', '.join([*added, _count_text(self.n_files, 'file')])}. Here already: {', '.join(known)}."


def _count_text(n: int, name: str) -> str:
    return f"{n:,} {name}{'' if n == 1 else 's'}"


def import_team(path: Path, team: Team) -> TeamImport:
    """Read the archive into the team. Raises BackupError, and then no row was added."""
    manifest = check_team_archive(path)
    result = TeamImport()
    pictures = _keep_files(path, result)
    try:
        with transaction.atomic():
            Team.objects.select_for_update().get(pk=team.pk)
            _Import(team, manifest, pictures, result).read(path)
    except (ValidationError, DatabaseError, ValueError, KeyError, TypeError, AttributeError) as exc:
        raise BackupError(f"{path.name} has rows that do not fit: {_sentence(exc)} Nothing was imported.") from exc
    return result


def check_team_archive(path: Path, *, most_bytes: int | None = None) -> Manifest:
    """Compare every member with its SHA-256. Raises BackupError for anything but a whole archive of a team.

    most_bytes: limit of the unpacked size.
    """
    if not path.is_file():
        raise BackupError(f"There is no file {path}.")
    manifest = verify(path, most_bytes=most_bytes)
    if manifest.database != KIND:
        raise BackupError(
            f"{path.name} is a backup of a whole site; manage.py restore reads it. It is not a team's archive."
        )
    return manifest


def _sentence(exc: Exception) -> str:
    text = "; ".join(exc.messages) if isinstance(exc, ValidationError) else str(exc)
    return f"{type(exc).__name__}: {text[:300]}."


def _keep_files(path: Path, result: TeamImport) -> set[str]:
    """Store every file by its content; return which are pictures. The clean-up removes those that no row names."""
    pictures = set()
    for name, file, _ in members(path):
        if not name.startswith("files/"):
            continue
        with tempfile.NamedTemporaryFile() as copy:
            while block := file.read(2**20):
                copy.write(block)
            copy.flush()
            kind = _media_type(Path(copy.name))
            is_known = StoredFile.objects.filter(pk=name.rpartition("/")[2]).exists()
            stored = StoredFile.objects.store(Path(copy.name), kind)
        result.n_files += not is_known
        if kind != OTHER_TYPE:
            pictures.add(stored.pk)
    return pictures


def _media_type(path: Path) -> str:
    """Tell the type by its first bytes: an archive could call anything a picture."""
    with path.open("rb") as file:
        head = file.read(16)
    return next((kind for mark, at, kind in PICTURES if head[at : at + len(mark)] == mark), OTHER_TYPE)


class _Import:
    """One import: which key of the archive became which key here."""

    def __init__(self, team: Team, manifest: Manifest, pictures: set[str], result: TeamImport) -> None:
        self.team, self.origin, self.pictures, self.result = team, manifest.origin, pictures, result
        self.ids: defaultdict[Any, dict[int, int]] = defaultdict(dict)
        self.left_out: defaultdict[Any, set[int]] = defaultdict(set)  # keys of the archive whose rows existed before
        self.is_live: dict[int, bool] = {}  # by the archive's key of a model: it can be asked here
        self.tokens: defaultdict[str, str] = defaultdict(new_token)
        self.versions: list[Row] = []
        self.own_origin = origin()

    def read(self, path: Path) -> None:
        """Read all tables, in the order of the archive."""
        tables = tables_by_member()
        for name, file, _ in members(path):
            if name == MODELS:
                for row in objects_of(name, file, LONGEST_LINE):
                    self.add_model(row)
            elif name in tables:
                self.add_table(tables[name][0], objects_of(name, file, LONGEST_LINE))
        self.mark_foreign_runs()

    def add_model(self, row: Row) -> None:
        """Add the same model of the same server where there is one; else a model among those of stored answers."""
        server, name = str(row["server"]), str(row["name"])
        own_models = LanguageModel.objects.visible_to(self.team).exclude(server__kind=ModelServer.Kind.STORED)
        model = own_models.filter(server__slug=server, name=name).first()
        self.is_live[row["id"]] = model is not None
        if model is None:
            stored, _ = ModelServer.objects.get_or_create(slug="stored", defaults={"kind": ModelServer.Kind.STORED})
            full = name if server == "stored" else f"{server}/{name}"
            defaults = {key: str(row.get(key) or "") for key in OF_MODEL} | {"is_present": False}
            model, _ = LanguageModel.objects.get_or_create(server=stored, name=full[:200], defaults=defaults)
        self.ids[LanguageModel][row["id"]] = model.pk

    def add_table(self, table: Table, rows: Iterator[Row]) -> None:
        """Add the rows of one table, some hundred at a time if none refers to a row that is not written yet."""
        if table.model is Task:
            self.add_tasks(table, list(rows))
            return
        if table.model is SuiteVersion:
            self.versions = list(rows)  # found by their tasks, which come next
            return
        if one_by_one := {Workbook: self.workbook, Suite: self.suite, Run: self.run}.get(table.model):
            for row in rows:
                one_by_one(table, row)
            return
        batch: list[tuple[Row, Any]] = []
        for row in rows:
            new_row = self.made(table, row)
            if new_row is None:
                self.result.known[table.model._meta.model_name] += 1
                self.left_out[table.model].add(row["id"])
                continue
            batch.append((row, new_row))
            if table.model is Comment or len(batch) >= BATCH:  # a comment may reply to the one before
                self.write(table, batch)
                batch = []
        self.write(table, batch)

    def write(self, table: Table, batch: list[tuple[Row, Any]]) -> None:
        """Insert the rows; if no other table refers to them, existing rows stay as they are."""
        if not batch:
            return
        name = table.model._meta.model_name
        before = table.model._base_manager.count() if table.is_leaf else 0
        table.model._base_manager.bulk_create([new_row for _, new_row in batch], ignore_conflicts=table.is_leaf)
        n_added = table.model._base_manager.count() - before if table.is_leaf else len(batch)
        self.result.added[name] += n_added
        self.result.known[name] += len(batch) - n_added
        if table.is_leaf:
            return
        for row, new_row in batch:
            self.ids[table.model][row["id"]] = new_row.pk
            for many in MANY_TO_MANY.get(table.model, ()):
                related = new_row._meta.get_field(many).related_model
                getattr(new_row, many).set([self.ids[related][key] for key in row[many] if key in self.ids[related]])

    def made(self, table: Table, row: Row) -> Model | None:
        """Return the row as it will be here; None when it belongs to a row that was here before."""
        values = self.values(table, row)
        if values is None or not self.belongs_here(table, row, values):
            return None
        made: Model = table.model(**values)
        for column in table.fields():
            if not column.is_relation and values.get(column.attname) not in column.empty_values:
                column.clean(values[column.attname], made)
        return made

    def values(self, table: Table, row: Row) -> Row | None:
        """Return the row field by field, with the keys of here; None when a reference is missing that it cannot be
        without.
        """
        values: Row = {}
        for column in table.fields():
            if column.attname not in row:  # an archive of another release
                continue
            value = row[column.attname]
            if isinstance(column, ForeignKey) and value is not None and column.related_model is not StoredFile:
                key, value = value, self.ids[column.related_model].get(value)
                if value is None and not column.null and key not in self.left_out[column.related_model]:
                    raise ValueError(f"{table.name} {row['id']} names a {column.name} that is not in the archive")
                if value is None and (table.needs_all or not column.null):
                    return None
            elif column.attname == "screenshot_id" and value not in self.pictures:
                value = None
            elif not isinstance(column, ForeignKey):
                value = column.to_python(value)
            values[column.attname] = value
        if any(column.name == "team" for column in table.model._meta.concrete_fields):
            values["team_id"] = self.team.pk
        for name in ("token", "ranking"):
            if values.get(name):
                values[name] = self.tokens[values[name]]
        return values

    def belongs_here(self, table: Table, row: Row, values: Row) -> bool:
        """Return whether the row belongs here. Raises ValueError for a row that no site writes."""
        if table.model in (Candidate, Grading) and values["verdict"] not in {"", *Verdict}:
            raise ValueError(f"a verdict {str(values['verdict'])[:40]!r}")
        if table.model is Candidate:
            values["state"] = Candidate.State.CANCELLED if values["state"] != Candidate.State.DONE else values["state"]
        if table.model is Campaign:
            return self.is_whole(row)
        if table.model is Pair and values["first_id"] > values["second_id"]:
            raise ValueError("a pair whose answers are in another order")
        if table.model is Ordering:
            values["candidates"] = [self.ids[Candidate][key] for key in values["candidates"]]
        return True

    def is_whole(self, row: Row) -> bool:
        """Return whether all runs of a campaign came with this archive, so that its pairs and votes can be added."""
        if all(key in self.ids[Run] for key in row["runs"]):
            return True
        self.result.notes.append(f"“{str(row['title'])[:100]}” was left out: runs of it were here before this import.")
        return False

    def workbook(self, table: Table, row: Row) -> None:
        """Add a workbook unless it is here, found by content and name."""
        values = self.values(table, row)
        assert values is not None
        keys = {name: values.pop(name) for name in ("team_id", "file_id", "name")}
        self.ids[Workbook][row["id"]] = self.count_row(Workbook.objects.get_or_create(**keys, defaults=values))

    def suite(self, table: Table, row: Row) -> None:
        """Add a suite unless it is here, found by its name."""
        values = self.values(table, row)
        assert values is not None
        keys = {name: values.pop(name) for name in ("team_id", "slug")}
        self.ids[Suite][row["id"]] = self.count_row(Suite.objects.get_or_create(**keys, defaults=values))

    def count_row(self, row: tuple[Any, bool]) -> int:
        """Count a row that was found or made; return its key."""
        new_row, is_new = row
        (self.result.added if is_new else self.result.known)[new_row._meta.model_name] += 1
        return int(new_row.pk)

    def add_tasks(self, table: Table, rows: list[Row]) -> None:
        """Add versions with their tasks: they are found by the digest of what is in them."""
        tasks: defaultdict[int, list[Row]] = defaultdict(list)
        for row in rows:
            tasks[row["version_id"]].append(row)
        for version in self.versions:
            self.add_version(table, version, sorted(tasks[version["id"]], key=lambda row: int(row["position"])))

    def add_version(self, table: Table, row: Row, tasks: list[Row]) -> None:
        """Add one version with its tasks, unless the suite has one with this content."""
        suite = Suite.objects.get(pk=self.ids[Suite][row["suite_id"]])
        digest = content_digest(_specs(tasks))
        version = suite.versions.filter(digest=digest).first()
        is_new = version is None
        if version is None:
            made_at = SuiteVersion._meta.get_field("created_at").to_python(row["created_at"])
            number = _free_number(suite, made_at)
            version = SuiteVersion.objects.create(suite=suite, digest=digest, number=number, created_at=made_at)
        self.ids[SuiteVersion][row["id"]] = self.count_row((version, is_new))
        known = {} if is_new else dict(version.tasks.values_list("slug", "pk"))
        for task in tasks:
            self.ids[Task][task["id"]] = self.new_task(table, task) if is_new else known[task["slug"]]

    def new_task(self, table: Table, row: Row) -> int:
        """Return a task of a version that is new here."""
        new_row = self.made(table, row)
        assert new_row is not None
        new_row.save(force_insert=True)
        self.result.added["task"] += 1
        return int(new_row.pk)

    def run(self, table: Table, row: Row) -> None:
        """Add a run unless it is here: found by where it came from, or by what was imported into it."""
        key = str(row["import_key"] or "")
        if not CONTENT_KEY.fullmatch(key) and not key.startswith("moved:"):
            key = f"moved:{self.origin}:{row['id']}"
        own_runs = Run.objects.filter(team=self.team)
        is_own = key.startswith(f"moved:{self.own_origin}:")
        if own_runs.filter(import_key=key).exists() or (
            is_own and own_runs.filter(pk=int(key.rpartition(":")[2])).exists()
        ):
            self.result.known["run"] += 1
            self.left_out[Run].add(row["id"])  # and so is what belongs to it
            return
        if row["state"] not in END_STATES:
            raise ValueError("a run that has not ended")
        new_row = self.made(table, row | {"import_key": key, "pending_variant": None})
        assert isinstance(new_row, Run)
        new_row.save(force_insert=True)
        self.ids[Run][row["id"]] = self.count_row((new_row, True))

    def mark_foreign_runs(self) -> None:
        """Mark runs whose models are not all here as answers made elsewhere: they cannot be asked again."""
        foreign = [self.ids[LanguageModel][key] for key, is_live in self.is_live.items() if not is_live]
        run_models = RunModel.objects.filter(run__in=self.ids[Run].values(), model__in=foreign)
        Run.objects.filter(pk__in=run_models.values("run")).update(origin=Run.Origin.STORED)


def _specs(tasks: list[Row]) -> list[TaskSpec]:
    stored = StoredFile.objects.in_bulk({key for task in tasks for key in task["fixtures"].values()})
    return [
        spec_from_json(task["spec"], {name: stored[key].read() for name, key in task["fixtures"].items()})
        for task in tasks
    ]


def _free_number(suite: Suite, made_at: datetime) -> int:
    """Return the next number; a newer version of this site keeps the highest one, so that it stays the newest."""
    latest = suite.latest()
    if latest is None:
        return 1
    if latest.created_at <= made_at:
        return latest.number + 1
    SuiteVersion.objects.filter(pk=latest.pk).update(number=latest.number + 1)
    return latest.number
