"""Workbooks: checks, preview, expected data, prompt, and the comparison of each cell with what a page read.

Everything that opens an uploaded file runs in a process of its own under limits: `reading/subprocess_reader.py` starts
it, `reading/reader.py` runs there. The reader needs none of the names in `public.py`, and loading them takes longer
than reading a small file, so they are loaded when one of them is used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evaluations.workbooks.public import *  # noqa: F403


def __getattr__(name: str) -> Any:
    """Return a name of `public.py`."""
    if not name.startswith("__"):
        public = import_module("evaluations.workbooks.public")
        if name in public.__all__:
            return getattr(public, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
