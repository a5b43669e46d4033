"""The bench's output: some lines per round, and the table by kind of fault."""

from __future__ import annotations

import argparse
import statistics
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.chaos.rounds import Round

HEAD = (
    "| fault | rounds | lost | doubled | changed | stuck | stale | orphans | pages that err / mislead "
    "| next verdict after, s: median / max |\n|---|---|---|---|---|---|---|---|---|---|"
)


def line_of(row: Round) -> str:
    """Return one line for the round, and a line for each problem and each message of a page."""
    counts = " ".join(f"{name} {n}" for name, n in _counts(row).items())
    after = "–" if row.recovered_s is None else f"{row.recovered_s:.1f} s"
    pages = " ".join(f"{status}×{n}" for status, n in sorted(row.pages.statuses.items()))
    head = (
        f"{row.number:3} {'ok ' if row.is_good else 'BAD'} {row.kind} at {row.at_s:.1f} s {row.what}: {counts}; "
        f"next verdict {after}, round {row.took_s:.0f} s; pages {pages}"
    )
    silence = (
        f"without change and without a message: {row.pages.silent} pages, of which {row.pages.misleading} gave a time"
    )
    notes = [silence] if row.pages.silent else []
    notes += [f"{n} × {text}" for text, n in [*row.pages.errors.items(), *row.pages.notices.items()]]
    notes += [*row.judgement.changed, *row.orphans, row.error]
    return "\n".join([head, *(f"      {text[:240]}" for text in notes if text)])


def table_of(rows: list[Round], options: argparse.Namespace, unsteady: list[str]) -> str:
    """Return a table of the rounds by kind of fault, in Markdown."""
    broken = [row for row in rows if row.kind != "none"]
    kinds = sorted({row.kind for row in broken})
    good = sum(row.is_good for row in broken)
    notices = Counter(text for row in rows for text in row.pages.notices)
    return "\n".join(
        [
            f"\n{options.database}, seed {options.seed}, {options.answers} stored answers and {options.live} live ones "
            f"a round: {good} of {len(broken)} rounds good; "
            f"{len(unsteady)} live answers with another verdict when nothing is broken.\n",
            HEAD,
            *(_table_line(kind, [row for row in broken if row.kind == kind]) for kind in kinds),
            _table_line("**all**", broken),
            "\nWhat the pages said, in how many rounds:\n",
            *(f"- {n} × {text}" for text, n in notices.most_common()),
            "",
        ]
    )


def _counts(row: Round) -> dict[str, int]:
    judgement = row.judgement
    return {
        "lost": judgement.lost,
        "doubled": judgement.doubled,
        "changed": len(judgement.changed),
        "stuck": row.stuck,
        "stale": judgement.stale,
        "orphans": len(row.orphans),
    }


def _table_line(kind: str, rows: list[Round]) -> str:
    sums = sum((Counter(_counts(row)) for row in rows), Counter())
    numbers = " | ".join(str(sums[name]) for name in _counts(rows[0])) if rows else ""
    times = [row.recovered_s for row in rows if row.recovered_s is not None]
    after = f"{statistics.median(times):.1f} / {max(times):.1f}" if times else "–"
    pages = f"{sum(row.pages.errors.total() for row in rows)} / {sum(row.pages.misleading for row in rows)}"
    return f"| {kind} | {len(rows)} | {numbers} | {pages} | {after} |"
