"""Write reference.json: figures of statsmodels and evalica, which the tests compare with ours.

Both need statsmodels and pandas, which are too large (24 MB) for every set-up. To make the table again:
`pip install statsmodels evalica` in an environment of its own, then `python tests/statistics/make_reference.py` there.
"""

from __future__ import annotations

import json
from importlib.metadata import version
from pathlib import Path
from random import Random
from typing import Any

TABLE = Path(__file__).with_name("reference.json")


def wilson(random: Random) -> list[list[float]]:
    """Rows: passed, n, level, low, high."""
    from statsmodels.stats.proportion import proportion_confint

    rows = []
    for _ in range(60):
        n, level = random.randint(1, 600), random.choice([0.05, 0.1, 0.01])
        passed = random.randint(0, n)
        low, high = proportion_confint(passed, n, alpha=level, method="wilson")
        rows.append([passed, n, level, float(low), float(high)])
    return rows


def mcnemar(random: Random) -> list[list[float]]:
    """Rows: flips to A, flips to B, p."""
    from statsmodels.stats.contingency_tables import mcnemar as theirs

    rows = []
    for _ in range(60):
        a, b = random.randint(0, 90), random.randint(0, 90)
        rows.append([a, b, float(theirs([[7, a], [b, 5]], exact=True).pvalue)])
    return rows


def holm(random: Random) -> list[list[list[float]]]:
    """Rows: p values, corrected p values."""
    from statsmodels.stats.multitest import multipletests

    rows = []
    for _ in range(40):
        p_values = [random.random() ** 3 for _ in range(random.randint(1, 12))]
        rows.append([p_values, [float(p) for p in multipletests(p_values, method="holm")[1]]])
    return rows


def bradley_terry(random: Random) -> list[list[Any]]:
    """Rows: games (left, right, wins of left, wins of right), and each model's share of the sum of strengths."""
    from evalica import Winner
    from evalica import bradley_terry as theirs

    tables = []
    for n in (3, 4, 5, 6, 8):
        rows = [[i, j, random.randint(1, 15), random.randint(1, 15)] for j in range(n) for i in range(j)]
        votes = [(i, j, w) for i, j, a, b in rows for w in [Winner.X] * a + [Winner.Y] * b]
        left, right, winners = zip(*votes, strict=True)
        scores = theirs(left, right, winners, tolerance=1e-14, limit=100_000).scores
        total = sum(scores)
        tables.append([rows, [float(scores[model] / total) for model in range(n)]])
    return tables


def main() -> None:
    """Write the file. It has the same figures every time."""
    created = {make.__name__: make(Random(17)) for make in (wilson, mcnemar, holm, bradley_terry)}
    versions = {name: version(name) for name in ("statsmodels", "evalica")}
    TABLE.write_text(json.dumps({"versions": versions, **created}, indent=None, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
