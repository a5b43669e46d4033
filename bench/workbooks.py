"""Upload hundreds of workbooks as by the page, damaged copies of them, and large ones.

    python bench/workbooks.py FOLDER [--fuzz 500] [--seed 1] [--sizes 1,10,50] [--json OUT.json]

FOLDER has workbooks (and perhaps a manifest.jsonl). A signed-in person uploads each file on the site's page and opens
its page, in an own home. Prints the shares that were read and refused, with reasons; the slowest files; the reader's
memory; and cells that differ from calamine's reading. --fuzz: number of damaged copies. --sizes: MB of plain tables,
for which the preview is timed. Exit 1 when a page broke, a reading took more than 10 s of processor time, or a file or
process was left behind.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import random
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
LONGEST_CPU_S = 10.0
ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv")


@dataclass(slots=True)
class UploadResult:
    """The result for one file. reason: of the refusal, "" when it was read; status: of the answer to the upload."""

    file: str
    status: int
    reason: str = ""
    cpu_s: float = 0.0
    wall_s: float = 0.0
    memory_mb: float = 0.0
    page_status: int = 0
    page_s: float = 0.0
    n_cells: int = 0
    n_differ: int = 0


@dataclass(slots=True)
class BenchResults:
    """All results, for --json."""

    files: list[UploadResult] = field(default_factory=list)
    fuzz: list[UploadResult] = field(default_factory=list)
    sizes: list[dict[str, Any]] = field(default_factory=list)
    left_behind: list[str] = field(default_factory=list)


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fuzz", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sizes", default="")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    files = sorted(path for path in options.folder.iterdir() if path.suffix.lower() in ENDINGS)
    if not files:
        parser.error(f"{options.folder} contains no file that ends in {', '.join(ENDINGS)}.")
    result = BenchResults()
    with tempfile.TemporaryDirectory(prefix="bakeoff-bench-") as home, Site(Path(home)) as site:
        tempfile.tempdir = str(Path(home) / "temporary")  # a folder that no other process writes into
        Path(tempfile.tempdir).mkdir()
        before = _leftovers()
        for path in files:
            result.files.append(site.upload(path.name, path.read_bytes()))
        tell_files(result.files)
        result.fuzz = list(fuzzed(site, files, options.fuzz, options.seed))
        tell_fuzz(result.fuzz)
        largest = max([*result.files, *result.fuzz], key=lambda file_result: file_result.memory_mb)
        print(f"largest reader: {largest.memory_mb:.0f} MB resident ({largest.file})")
        result.sizes = [measure(float(size)) for size in options.sizes.split(",") if size]
        result.left_behind = sorted(_leftovers() - before)
        print(f"left behind: {', '.join(result.left_behind) or 'no file, no process'}")
        tempfile.tempdir = None
    if options.json:
        options.json.write_text(json.dumps(asdict(result), indent=1))
    sys.exit(1 if bad(result) else 0)


class Site:
    """The site's pages with an own database and one signed-in person."""

    def __init__(self, home: Path) -> None:
        os.environ |= {"BAKEOFF_HOME": str(home), "DJANGO_SETTINGS_MODULE": "webapp.settings", "DATABASE_URL": ""}

    def __enter__(self) -> Site:
        import django

        django.setup()
        from django.conf import settings
        from django.contrib.auth import get_user_model
        from django.core.management import call_command
        from django.test import Client
        from django.test.utils import setup_test_environment

        setup_test_environment()
        logging.disable(logging.WARNING)  # Django logs a warning for each refusal
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
        call_command("migrate", verbosity=0)
        from evaluations.models import Membership, Team

        person = get_user_model().objects.create_user("bench")
        Membership.objects.create(user=person, team=Team.objects.default(), role=Membership.Role.MEMBER)
        self.client = Client(raise_request_exception=False)
        self.client.force_login(person)
        return self

    def __exit__(self, *_: object) -> None:
        from django.db import connections

        connections.close_all()

    def upload(self, name: str, content: bytes) -> UploadResult:
        """Post the file as the page does, and open the page that follows."""
        from django.core.files.uploadedfile import SimpleUploadedFile

        begun, cpu = time.perf_counter(), _children_s()
        headers = {"Accept": "application/json"}
        with Peak() as peak:
            response = self.client.post("/workbooks/", {"file": SimpleUploadedFile(name, content)}, headers=headers)
        result = UploadResult(name, response.status_code, cpu_s=_children_s() - cpu, wall_s=time.perf_counter() - begun)
        result.memory_mb = peak.mb
        answer = response.json() if response.headers["Content-Type"] == "application/json" else {}
        if result.status == 200:
            begun = time.perf_counter()
            result.page_status = self.client.get(answer["url"]).status_code
            result.page_s = time.perf_counter() - begun
            result.n_cells, result.n_differ = compared(answer["id"], content)
        else:
            result.reason = str(answer.get("error", "no sentence"))
        return result


class Peak:
    """Measures the highest resident memory of this process's children, by the kernel's high-water mark.

    It does not use getrusage, whose figure for a child begins with the memory of its parent.
    """

    mb = 0.0

    def __enter__(self) -> Peak:
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._watch)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join()

    def _watch(self) -> None:
        tasks = Path(f"/proc/{os.getpid()}/task")
        while not self.ended.wait(0.01):
            for children in tasks.glob("*/children"):
                with suppress(OSError):
                    for pid in children.read_text().split():
                        # Before a child becomes the reader, it has its parent's memory.
                        if b"workbooks.reading.reader" in Path(f"/proc/{pid}/cmdline").read_bytes():
                            self._note(Path(f"/proc/{pid}/status").read_text())

    def _note(self, status: str) -> None:
        if "VmHWM" in status:
            self.mb = max(self.mb, int(status.partition("VmHWM:")[2].split()[0]) / 1024)


def compared(pk: int, content: bytes) -> tuple[int, int]:
    """Count the cells of the expected data's sheet that calamine alone reads too, and those with another value.

    Error cells are left out, because calamine gives them as blank.
    """
    import io

    import python_calamine

    from evaluations.models import Workbook
    from evaluations.workbooks.cells.values import column_number, plain_value

    row = Workbook.objects.get(pk=pk)
    if not row.truth or row.format == "csv":
        return 0, 0
    try:
        sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name(
            row.truth["sheet"]
        )
        theirs = sheet.to_python(skip_empty_area=False)
    except BaseException:  # a panic in Rust is a BaseException; then openpyxl's cells have no counterpart
        return 0, 0
    n = n_differ = 0
    for at, ours in enumerate(row.truth["rows"][:2000], row.truth["first_row"] - 1):
        for column, value in zip(row.truth["columns"], ours, strict=True):
            number = column_number(column["letter"])
            other = plain_value(theirs[at][number]) if at < len(theirs) and number < len(theirs[at]) else None
            if isinstance(value, dict) and "error" in value:
                continue
            n += 1
            n_differ += not _is_equal(value, other)
    return n, n_differ


def _is_equal(left: Any, right: Any) -> bool:
    """Whether two values are equal. calamine keeps Excel's escapes for characters that XML forbids."""
    if isinstance(right, str):
        right = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), right)
    if isinstance(left, int | float) and isinstance(right, int | float):
        return abs(left - right) <= 1e-9 * max(1.0, abs(left), abs(right))
    return bool(left == right)


def _children_s() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _leftovers() -> set[str]:
    """Return files in the folder for temporary files, and readers that still run."""
    files = {f"file {path.name}" for path in Path(tempfile.gettempdir()).iterdir()}
    running = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout
    readers = [
        line for line in running.splitlines() if "workbooks.reading.reader" in line and f" {os.getpid()} " in line
    ]
    return files | {f"process {line}" for line in readers}


def fuzzed(site: Site, files: list[Path], count: int, seed: int) -> Iterator[UploadResult]:
    """Upload damaged copies of each file in turn. Files above 2 MB are left out."""
    from tests.workbooks.mutations import mutated

    small = [path for path in files if path.stat().st_size < 2_000_000]
    chance = random.Random(seed)
    for number in range(count):
        path = small[number % len(small)]
        kind, content = mutated(path.read_bytes(), chance)
        result = site.upload(f"{kind}-{number}-{path.name[-60:]}", content)
        yield result


def tell_files(results: list[UploadResult]) -> None:
    """Print shares, reasons and the slowest files."""
    read = [result for result in results if result.status == 200]
    print(f"{len(results)} files: {len(read)} read, {len(results) - len(read)} refused with a sentence")
    slow = sorted(results, key=lambda result: -result.cpu_s)[:5]
    print("most processor time: " + ", ".join(f"{result.file} {result.cpu_s:.1f} s" for result in slow))
    n, n_differ = sum(result.n_cells for result in results), sum(result.n_differ for result in results)
    print(f"{n:,} cells compared with calamine alone: {n_differ:,} differ")
    for result in sorted((result for result in results if result.n_differ), key=lambda result: -result.n_differ)[:12]:
        print(f"  {result.file}: {result.n_differ:,} of {result.n_cells:,} cells")
    print(f"slowest page: {max((result.page_s for result in read), default=0):.2f} s")
    for result in results:
        if result.status not in (200, 422) or result.page_status not in (0, 200):
            print(f"BROKEN {result.file}: {result.status}, page {result.page_status}")
    for result in results:
        if result.status == 422:
            print(f"  refused: {result.reason[:170]}")


def tell_fuzz(results: list[UploadResult]) -> None:
    """Print how many were read in spite of the damage, and all faults."""
    if not results:
        return
    statuses = Counter(result.status for result in results)
    slowest = max(results, key=lambda result: result.cpu_s)
    broken = [result for result in results if result.status not in (200, 422) or result.page_status not in (0, 200)]
    print(
        f"{len(results)} damaged copies: {statuses[200]} read, {statuses[422]} refused, {len(broken)} broke a page; "
        f"slowest {slowest.cpu_s:.1f} s ({slowest.file})"
    )
    for result in broken:
        print(f"BROKEN {result.file}: {result.status}, page {result.page_status}")


def measure(size_mb: float) -> dict[str, Any]:
    """Return the time to preview a plain table of this size, and the reader's memory, measured in another process."""
    script = (
        "import sys, json, time, resource; sys.path.insert(0, sys.argv[1])\n"
        "from bench.workbooks import Peak, plain_table\nfrom evaluations.workbooks import admit\n"
        "content = plain_table(float(sys.argv[2]))\nbegun = time.perf_counter()\n"
        "with Peak() as peak: found = admit('large.xlsx', content)\n"
        "wall = time.perf_counter() - begun\nused = resource.getrusage(resource.RUSAGE_CHILDREN)\n"
        "print(json.dumps({'mb': round(len(content) / 2**20, 1), 'rows': found.preview.sheets[0].n_rows,"
        " 'wall_s': round(wall, 1), 'cpu_s': round(used.ru_utime + used.ru_stime, 1), 'memory_mb': round(peak.mb)}))"
    )
    command = [sys.executable, "-c", script, str(ROOT), str(size_mb)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    result: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {"error": done.stderr[-400:]}
    print(f"{size_mb:g} MB: {result}")
    return result


def sample_workbook(size_mb: float) -> bytes:
    """Return an .xlsx of about this size: a day, a name, two numbers and a text that hardly compresses."""
    import datetime as dt
    import io

    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    sheet.append(["day", "name", "count", "amount", "text"])
    chance = random.Random(1)
    day = dt.datetime(2024, 1, 1)
    for row in range(int(size_mb * 2**20 / 74)):
        text = f"{chance.getrandbits(200):x}"
        sheet.append([day + dt.timedelta(days=row % 900), f"name {row}", row, chance.random() * 1000, text])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def bad(figures: BenchResults) -> bool:
    """Whether a page broke, a reading took too long, or something was left behind."""
    every = [*figures.files, *figures.fuzz]
    return bool(figures.left_behind) or any(
        result.status not in (200, 422) or result.page_status not in (0, 200) or result.cpu_s > LONGEST_CPU_S
        for result in every
    )


if __name__ == "__main__":
    main()
