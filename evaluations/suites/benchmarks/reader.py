"""The limited process: an uploaded suite on standard input, its tasks as JSON on standard output.

Started by evaluations.runner.uploads; limits are the first thing it sets, before any byte of the file is read.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO

from evaluations.errors import SuiteError
from evaluations.records import Json, TaskSpec, to_json
from evaluations.rlimits import bound
from evaluations.suites.benchmarks import ImportedBenchmark, load
from evaluations.suites.benchmarks.unpack import unpack_zip
from evaluations.suites.code_files import CODE, tasks_of_files
from evaluations.suites.folders import SuiteSpec, load_suite

MOST_COMPLAINTS = 100
LARGEST_CODE = 200_000  # bytes of one file: a longer one is generated
NOT_OWN = ("node_modules", ".git", "dist", "build", "coverage")
ZIP, GZIP = b"PK", b"\x1f\x8b"


def main() -> None:
    """Answer the order given as the only argument."""
    order = json.loads(sys.argv[1])
    bound(order)
    try:
        answer: Json = {"ok": imported_to_json(read(order, os.fdopen(0, "rb")))}
    except SuiteError as exc:
        answer = {"error": str(exc).replace(f"{order['folder']}/", ""), "reason": "suite"}
    except (MemoryError, ImportError):
        os._exit(3)
    except BaseException as exc:
        answer = {"error": f"{order['name']} cannot be read ({type(exc).__name__}). Check the file.", "reason": "suite"}
    sys.stdout.write(json.dumps(answer))
    sys.stdout.flush()
    os._exit(0)


def read(order: dict[str, Any], file: BinaryIO) -> ImportedBenchmark:
    """Return the suite in the file. Raises SuiteError.

    order: name, format, folder (an empty folder), references (a path).
    """
    name, parent = str(order["name"]), Path(order["folder"])
    folder = _placed(file, name, parent / "suite")
    if order["format"] == "code":
        result = tasks_of_files(_code_in(folder))
        suite = SuiteSpec(name="code", title=name, description="", licence="", tasks=result.tasks)
        return ImportedBenchmark(suite=suite, complaints=result.complaints)
    if order["format"] == "folder":
        return ImportedBenchmark(suite=load_suite(_suite_in(folder, name)))
    references = None
    if order["references"]:
        path = Path(order["references"])
        with path.open("rb") as other:
            references = _placed(other, path.name, parent / "references")
    return load(order["format"], folder, references=references)


def _code_in(folder: Path) -> dict[str, str]:
    """Map each path to the text of a code file, those of packages left out."""
    sources = {}
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        is_code = path.suffix in CODE and not path.name.endswith(".d.ts") and path.is_file()
        if is_code and not set(relative.parts) & set(NOT_OWN) and path.stat().st_size <= LARGEST_CODE:
            sources[relative.as_posix()] = path.read_text(encoding="utf-8", errors="replace")
    return sources


def _placed(file: BinaryIO, name: str, folder: Path) -> Path:
    """Return a folder with the uploaded files: those of an archive, or a single file."""
    folder.mkdir()
    start = file.read(2)
    file.seek(0)
    if start == ZIP:
        unpack_zip(file, name, folder)
        return _only_folder(folder)
    ending = "jsonl.gz" if start == GZIP else "jsonl"
    stem = name.removesuffix(".gz").removesuffix(".jsonl") or "tasks"
    path = folder / f"{stem.replace('/', '-')[:80]}.{ending}"
    with path.open("wb") as out:
        while piece := file.read(1 << 18):
            out.write(piece)
    return folder


def _only_folder(folder: Path) -> Path:
    """Return the only folder inside, else the folder itself: archives often contain a single folder with all files
    in it.
    """
    inside = list(folder.iterdir())
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder


def _suite_in(folder: Path, name: str) -> Path:
    if not (folder / "suite.toml").exists():
        raise SuiteError(
            f"{name} contains no suite.toml. Zip the suite's folder itself; docs/reference/suites.md shows its form."
        )
    return folder


def imported_to_json(imported: ImportedBenchmark) -> Json:
    """Return it as JSON; the first complaints in full, and how many there are."""
    suite = imported.suite
    shown = list(imported.complaints[:MOST_COMPLAINTS])
    if n_more := len(imported.complaints) - len(shown):
        shown.append(f"{n_more:,} more lines were left out.")
    return {
        "name": suite.name,
        "title": suite.title,
        "description": suite.description,
        "licence": suite.licence,
        "readme": suite.readme,
        "tasks": [_task(task) for task in suite.tasks],
        "complaints": shown,
    }


def _task(task: TaskSpec) -> Json:
    fields = {name: getattr(task, name) for name in task.__dataclass_fields__ if name != "fixtures"}
    fixtures = {name: base64.b64encode(content).decode() for name, content in task.fixtures.items()}
    return to_json(fields) | {"fixtures": fixtures}


if __name__ == "__main__":
    main()
