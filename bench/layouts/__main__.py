"""How often the proposed header row is right, over 60 layouts of real sheets and 167 made ones, and the table's last
row, over 74.

    python -m bench.layouts

Prints the wrong ones and, for both halves, the share right and how often a person is asked. Exit 1 when less than 97 %
of the half that the rule was not tuned on are right. An end of which a person is asked is counted as neither.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from evaluations.workbooks.reading.header import guess_header
from evaluations.workbooks.reading.table_choices import notes_on

LAYOUTS = Path(__file__).parent / "layouts.jsonl"
INVENTED = Path(__file__).parent / "invented.jsonl"
TABLE_ENDS = Path(__file__).parent / "ends.jsonl"
LEAST_RIGHT = 0.97


def main() -> None:
    """Print the shares."""
    shares = {}
    for part in ("tuned", "held_out"):
        shares["header", part] = _count(_layouts(LAYOUTS, part))
        shares["end", part] = _count_ends(_layouts(TABLE_ENDS, part))
    for part in ("tuned", "second", "third"):
        print(f"Made layouts, {part}:")
        _count(_layouts(INVENTED, part))
    sys.exit(0 if min(shares["header", "held_out"], shares["end", "held_out"]) >= LEAST_RIGHT else 1)


def _layouts(path: Path, part: str) -> list[dict[str, Any]]:
    layouts = map(json.loads, path.read_text().strip().split("\n"))
    return [layout for layout in layouts if layout["part"] == part]


def _count_ends(layouts: list[dict[str, Any]]) -> float:
    n_right = n_asked = n_notes = 0
    for layout in layouts:
        notes, n_rows = notes_on(layout["rows"], layout["header"]), len(layout["rows"])
        n_notes += layout["last"] < n_rows
        if notes is not None and not notes.is_certain:
            n_asked += 1
            continue
        last = notes.last if notes else n_rows
        n_right += last == layout["last"]
        if last != layout["last"]:
            print(f"  {layout['name']}: ends in row {last}, is {layout['last']}")
    n = len(layouts) - n_asked
    print(
        f"{layouts[0]['part']}, end: {n_right} of {n} right, {n_notes} of {len(layouts)} have notes below; "
        f"a person is asked about {n_asked}"
    )
    return n_right / n if n else 1.0


def _count(layouts: list[dict[str, Any]]) -> float:
    n_right = n_asked = 0
    for layout in layouts:
        guess = guess_header(layout["rows"])
        is_right = (guess.row or 0) == layout["header"]
        n_right += is_right
        n_asked += guess.row_to_ask_about is not None
        if not is_right:
            question = f", asks about row {guess.row_to_ask_about}" if guess.row_to_ask_about else ""
            print(f"  {layout['name']}: row {guess.row or 0}, is {layout['header']}{question}")
    n = len(layouts)
    print(f"{layouts[0]['part']}: {n_right} of {n} right ({n_right / n:.0%}), a person is asked about {n_asked}")
    return n_right / n


if __name__ == "__main__":
    main()
