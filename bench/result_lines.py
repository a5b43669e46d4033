"""What a long bench has measured, a JSON line each in a file, so that it can be stopped and go on later."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


class ResultLines:
    """A file of results. before: the rows that it had when it was opened. Without a path nothing is read or kept."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        lines = path.read_text(encoding="utf-8").splitlines() if path and path.exists() else []
        self.before: Sequence[dict[str, Any]] = [json.loads(line) for line in lines]

    def add(self, row: Mapping[str, Any]) -> None:
        """Append a row; it is on the disk afterwards."""
        if self._path:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")
