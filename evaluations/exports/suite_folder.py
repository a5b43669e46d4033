"""A version of a suite as a zip of its folder, which an import reads back without loss.

Archive and unpacked folder are on the disk, and fixtures are read one at a time: the memory that an export takes does
not grow with them.
"""

from __future__ import annotations

import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from evaluations.errors import SuiteError
from evaluations.models import StoredFile, SuiteVersion, Task
from evaluations.records import TaskSpec
from evaluations.suites.benchmarks.unpack import unpack_zip
from evaluations.suites.folders import SuiteSpec, load_suite
from evaluations.suites.lazy_files import LazyFiles
from evaluations.suites.write_folder import suite_files

MADE_AT = (1980, 1, 1, 0, 0, 0)  # of every file: the same content gives the same bytes
FILE_MODE = 0o644 << 16


def file_name(version: SuiteVersion) -> str:
    """Return the name of the archive."""
    return f"{version.suite.slug}-v{version.number}.zip"


def write_zip(version: SuiteVersion, target: BinaryIO) -> None:
    """Write the archive of a version. Raises SuiteError for a task that a folder cannot hold."""
    zip_suite(spec_of(version), target)


def zip_suite(suite: SuiteSpec, target: BinaryIO) -> None:
    """Write the archive of a suite, and read it back. Raises SuiteError for a task that a folder cannot hold."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in suite_files(suite):
            entry = zipfile.ZipInfo(f"{suite.name}/{path}", MADE_AT)
            entry.external_attr, entry.compress_type = FILE_MODE, zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    target.seek(0)
    with tempfile.TemporaryDirectory(prefix="bakeoff-export-") as folder:
        _require_equal(suite, _read_back(target, suite.name, Path(folder)))
    target.seek(0)


def spec_of(version: SuiteVersion) -> SuiteSpec:
    """Return the suite as plain records, with its tasks of this version in order. Its fixtures are read when needed."""
    suite = version.suite
    return SuiteSpec(
        name=suite.slug,
        title=suite.title,
        description=suite.description,
        licence=suite.licence,
        tasks=tuple(_task_spec(task) for task in version.tasks.order_by("position")),
        readme=suite.readme,
    )


def _task_spec(task: Task) -> TaskSpec:
    stored = StoredFile.objects.in_bulk(list(task.fixtures.values()))
    fixtures = LazyFiles({name: stored[key].read for name, key in task.fixtures.items()})
    return replace(task.to_spec(with_files=False), fixtures=fixtures)


def _read_back(archive: BinaryIO, name: str, folder: Path) -> SuiteSpec:
    try:
        unpack_zip(archive, name, folder)
        return load_suite(folder / name, reads_fixtures=False)
    except SuiteError as exc:
        raise SuiteError(f"{name} cannot be written as a folder. {str(exc).replace(f'{folder}/', '')}") from exc


def _require_equal(suite: SuiteSpec, loaded: SuiteSpec) -> None:
    """Raise SuiteError for what an import would change."""
    for task, again in zip(suite.tasks, loaded.tasks, strict=True):
        if task != again:
            names = [name for name in task.__dataclass_fields__ if getattr(task, name) != getattr(again, name)]
            raise SuiteError(f"{task.slug} cannot be written as a folder: {', '.join(names)} would change.")
    if replace(suite, tasks=()) != replace(loaded, tasks=()):
        raise SuiteError(f"{suite.name} cannot be written as a folder: its texts would change.")
