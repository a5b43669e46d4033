"""`uvicorn` with shorter waits: python -m tests.services.short_waits MODULE.NAME=SECONDS … ARGUMENTS OF UVICORN."""

from __future__ import annotations

import os
import sys
from importlib import import_module


def shorten(assignment: str) -> None:
    """Set a constant of the product, which must exist."""
    name, _, seconds = assignment.partition("=")
    module, _, constant = name.rpartition(".")
    assert hasattr(import_module(module), constant), name
    setattr(import_module(module), constant, float(seconds))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "webapp.settings")
    while "=" in sys.argv[1]:
        shorten(sys.argv.pop(1))
    from uvicorn.main import main

    main()
