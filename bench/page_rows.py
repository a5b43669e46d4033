"""Rows, a session and all addresses for bench/pages.py, in the database that the environment names.

`python bench/page_rows.py MODELS TASKS SAMPLES` prints them as JSON. It makes rows if the database is empty.
"""

from __future__ import annotations

import json
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

PAGES = Path(__file__).with_name("pages.toml")
sys.path.insert(0, str(Path(__file__).parent.parent))  # started as a script, from anywhere


def fill(n_models: int, n_tasks: int, n_samples: int) -> dict[str, Any]:
    """Make rows if the database is empty. Return a session and the addresses of all pages."""
    import django

    django.setup()
    from django.core.management import call_command

    from bench import rows
    from bench.signed_in import session_cookie
    from evaluations.models import Run

    call_command("migrate", verbosity=0)
    then = time.perf_counter()
    run = Run.objects.filter(suite_version__suite__slug="bench").first() or rows.make(n_models, n_tasks, n_samples)
    seconds = time.perf_counter() - then
    return {
        "seconds": seconds,
        "n": n_models * n_tasks * n_samples,
        "cookie": session_cookie(),
        "pages": addresses(run.pk),
    }


def addresses(run: int) -> list[tuple[str, str]]:
    """Return every page that shows some of the rows, with the usual filters, and the pages that show none."""
    from evaluations.models import Candidate, CauseTally, Run
    from evaluations.queries.failure_causes import pattern_of

    result = Run.objects.select_related("suite_version").get(pk=run)
    task = result.suite_version.tasks.order_by("position")[3]
    model = result.chosen.order_by("pk")[3]
    of_cell = Candidate.objects.filter(run=result, task=task, sample=1).order_by("pk")
    first, second = of_cell[0], of_cell[1]
    cause = pattern_of(CauseTally.objects.filter(run=result, n__gt=0).order_by("n", "pk")[0].text)
    values = {
        "run": run,
        "task": task.slug,
        "task_id": task.pk,
        "model": model.pk,
        "key": f"{model.pk}-plain",
        "a": first.pk,
        "b": second.pk,
        "cause": cause,
        "last": 1 + (Candidate.objects.filter(run=result, is_flaky=True).count() - 1) // 50,
    }
    pages = tomllib.loads(PAGES.read_text())["pages"]
    return [(name, address.format(**values)) for name, address in pages.items()]


if __name__ == "__main__":
    print(json.dumps(fill(*map(int, sys.argv[1:4]))))
