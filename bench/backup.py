"""Time `manage.py backup` and `manage.py restore` with up to a million answers.

`python -m bench.backup [--answers N] [--postgres]` imports the stored answers of a suite into an own home and grades
them with a real execute worker. It copies runs, candidates, answers and gradings by SQL until there are N, and runs the
two commands as processes of their own. It prints their seconds and peak memory, and the archive's size.

The copies are further apart than gzip looks back, so the archive is as large as with N different answers. The search
index, 7 % of a database, contains only the first ones.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.line import SUITE, wait_for_all
from bench.pages import prepared
from bench.run import machine
from bench.site_processes import own_home, started

if TYPE_CHECKING:
    from django.db.models import Field, Model

ROOT = Path(__file__).parent.parent
N_FIRST = 239  # all stored answers of the suite
COPIES_PER_TRANSACTION = 40
COUNT = "from evaluations.models import Candidate; print(Candidate.objects.count())"


@dataclass(frozen=True, slots=True)
class Command:
    """A command of manage.py that has ended. peak_mb: its largest resident memory."""

    seconds: float
    peak_mb: float
    output: str


def run_command(env: Mapping[str, str], *words: str) -> Command:
    """Run a command of manage.py in another process. Raises SystemExit with its output when it fails."""
    begun, peak_kb = time.perf_counter(), 0
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", *words], cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT
        )
        while process.poll() is None:
            peak_kb = max(peak_kb, peak_of(process.pid))
            time.sleep(0.05)
        seconds = time.perf_counter() - begun
        output.seek(0)
        text = output.read()
    if process.returncode:
        raise SystemExit(f"manage.py {words[0]} ended with {process.returncode}: {text}")
    return Command(seconds, peak_kb / 1024, text)


def peak_of(pid: int) -> int:
    """Return the largest resident memory of a process so far in kB; 0 when it has ended.

    `getrusage` would count the memory of the parent as well, which the child has until its program starts.
    """
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM:")), 0)


def grade_first_answers(home: Path) -> None:
    """Import the suite's stored answers until there are N_FIRST, and have a worker grade them."""
    from django.core.management import call_command

    from bench.growth import import_stored
    from evaluations.tasks import wake

    call_command("migrate", verbosity=0)
    call_command("import_suite", "folder", str(ROOT / "suites" / SUITE), verbosity=0)
    with started(home, ("broker", "execute")):
        import_stored(SUITE, ROOT / "suites" / SUITE / "answers.jsonl.gz", N_FIRST)
        wake()
        wait_for_all(600)


def copied_models() -> tuple[type[Model], ...]:
    """Return the models whose rows are copied, in an order that foreign keys allow."""
    from evaluations.models import Candidate, Generation, Grading, Run, RunModel

    return Run, RunModel, Candidate, Generation, Grading


def copy_answers(n: int) -> int:
    """Copy all runs with their answers until there are at least n answers. Return how many there are."""
    from django.db import connection, transaction

    from evaluations.models import Candidate, tally_triggers

    strides = {
        model: model._default_manager.order_by("-pk").values_list("pk", flat=True)[0] for model in copied_models()
    }
    n_first = Candidate.objects.count()
    n_copies = -(-n // n_first) - 1
    tally_triggers.remove(connection)
    for begin in range(1, n_copies + 1, COPIES_PER_TRANSACTION):
        with transaction.atomic(), connection.cursor() as cursor:
            for number in range(begin, min(begin + COPIES_PER_TRANSACTION, n_copies + 1)):
                for model in strides:
                    cursor.execute(copy_statement(model, number, strides))
    with transaction.atomic():
        tally_triggers.install(connection)
        tally_triggers.recount(connection)
    return n_first * (n_copies + 1)


def copy_statement(model: type[Model], number: int, strides: Mapping[type[Model], int]) -> str:
    """Return the SQL that copies the first rows of a table; keys grow by the largest key of the table they name."""
    fields = model._meta.concrete_fields
    values = ", ".join(_value(field, number, strides) for field in fields)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    table = f'"{model._meta.db_table}"'
    return f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} WHERE id <= {strides[model]}"


def _value(field: Field[Any, Any], number: int, strides: Mapping[type[Model], int]) -> str:
    named = field.model if field.primary_key else field.related_model
    if stride := strides.get(named) if isinstance(named, type) else None:
        return f'"{field.column}" + {number * stride}'
    return "''" if field.name == "import_key" else f'"{field.column}"'  # a key belongs to one run only


@contextmanager
def restored_to(home: Path, env: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Yield the environment of an empty installation beside the first one."""
    folder = home / "restored"
    folder.mkdir()
    other = {**env, "BAKEOFF_HOME": str(folder)}
    if "DATABASE_URL" in env:
        from tests.databases import create_postgres_database

        other["DATABASE_URL"] = create_postgres_database(env["DATABASE_URL"], "restored")
    yield other


def measure(home: Path, env: Mapping[str, str], n: int) -> None:
    """Make n answers, back them up and restore them, and print the figures."""
    from evaluations.queries.operation import database_bytes

    grade_first_answers(home)
    begun = time.perf_counter()
    n = copy_answers(n)
    print(f"{n:,} answers made in {time.perf_counter() - begun:.0f} s: {database_bytes() / 1e6:,.0f} MB", flush=True)
    for name in ("answers.tar", "answers.tar.gz"):
        archive = home / name
        made = run_command(env, "backup", str(archive))
        size = archive.stat().st_size / 1e6
        print(f"backup {name}: {made.seconds:.1f} s, {size:,.0f} MB, peak {made.peak_mb:.0f} MB", flush=True)
        if name.endswith(".tar"):
            archive.unlink()
    with restored_to(home, env) as other:
        back = run_command(other, "restore", str(archive))
        print(f"restore {name}: {back.seconds:.1f} s, peak {back.peak_mb:.0f} MB", flush=True)
        assert int(run_command(other, "shell", "-c", COUNT).output.split()[-1]) == n


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--answers", type=int, default=1_000_000)
    parser.add_argument("--postgres", action="store_true", help="PostgreSQL from its wheel instead of SQLite")
    options = parser.parse_args()
    os.environ.pop("REDIS_URL", None)
    with own_home("backup") as home, prepared("postgres" if options.postgres else "sqlite", home) as env:
        os.environ |= {**env, "BAKEOFF_ROLE": "", "LOG_LEVEL": "ERROR"}
        import django

        django.setup()
        print(machine(), flush=True)
        measure(home, dict(os.environ), options.answers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
