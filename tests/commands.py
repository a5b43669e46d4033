"""Run a command of manage.py inside the test process."""

from __future__ import annotations

from io import StringIO

from django.core.management import call_command


def run_command(*words: object) -> tuple[int, str, str]:
    """Return the exit status, standard output and standard error."""
    output, errors, status = StringIO(), StringIO(), 0
    try:
        call_command(*map(str, words), stdout=output, stderr=errors)
    except SystemExit as exc:
        status = int(exc.code or 0)
    return status, output.getvalue(), errors.getvalue()
