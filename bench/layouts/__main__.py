"""How often the proposed header row is right, over 60 layouts of sheets.

    python -m bench.layouts

Prints the wrong ones and, for both halves, the share right and how often a person is asked. Exit 1 when less than 97 %
of the half that the rule was not tuned on are right.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from evaluations.workbooks.reading.header import guess_header

LAYOUTS = Path(__file__).parent / "layouts.jsonl"
LEAST_RIGHT = 0.97


def main() -> None:
    """Print the shares."""
    layouts = [json.loads(line) for line in LAYOUTS.read_text().strip().split("\n")]
    shares = {part: _count([layout for layout in layouts if layout["part"] == part]) for part in ("tuned", "held_out")}
    sys.exit(0 if shares["held_out"] >= LEAST_RIGHT else 1)


def _count(layouts: list[dict[str, Any]]) -> float:
    n_right = n_asked = 0
    for layout in layouts:
        guess = guess_header(layout["rows"])
        is_right = (guess.row or 0) == layout["header"]
        n_right += is_right
        n_asked += guess.asked is not None
        if not is_right:
            asked = f", asks about row {guess.asked}" if guess.asked else ""
            print(f"  {layout['name']}: row {guess.row or 0}, is {layout['header']}{asked}")
    n = len(layouts)
    print(f"{layouts[0]['part']}: {n_right} of {n} right ({n_right / n:.0%}), a person is asked about {n_asked}")
    return n_right / n


if __name__ == "__main__":
    main()
