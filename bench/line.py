"""Measure the whole pipeline: regrade stored answers with database, queue and sandbox, and with the sandbox alone.

Ours: an own home, broker and one execute worker like those of the Procfile; the time from the regrade to the last
stored verdict.
The bare sandbox runs the same cases without database and queue; promptfoo and Inspect grade the same answers
(bench/line_peers.py). `python bench/line.py [--rounds N]` writes bench/results-line.md.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))  # started as a script, from anywhere
from bench import line_peers  # noqa: E402
from bench.run import machine, spread  # noqa: E402
from bench.site_processes import own_home, prepare, started, wait_for_workers  # noqa: E402
from evaluations.execution_records import Case  # noqa: E402
from evaluations.sandbox import Sandbox  # noqa: E402

N_ANSWERS = 400
WHOLE_LINE, BARE_SANDBOX = "the whole line", "the bare sandbox"
LOOPS = "the whole line, endless loops among them"
PEERS: dict[str, Callable[[Sequence[Case]], tuple[float, int]]] = {
    "promptfoo, in its own process": line_peers.promptfoo,
    "promptfoo, a node process each": partial(line_peers.promptfoo, a_process_each=True),
    "Inspect, local sandbox": line_peers.inspect,
}
SUITE = "can-ai-code"


def prepare_with_suite(home: Path) -> None:
    """Make a separate home for this bench, with the suite of the stored answers; all processes have normal priority."""
    prepare(home)
    os.environ["BACKGROUND_NICENESS"] = "0"
    from django.core.management import call_command

    call_command("import_suite", "folder", str(ROOT / "suites" / SUITE), verbosity=0)


def imported() -> None:
    """Import the stored answers repeatedly until there are N_ANSWERS of them."""
    from evaluations.actions.import_answers import import_answers
    from evaluations.models import Suite, Team
    from evaluations.runner.answers import read_answers

    suite = Suite.objects.get(team=Team.objects.default(), slug=SUITE)
    version = suite.latest()
    assert version is not None
    answers = list(read_answers(ROOT / "suites" / SUITE / "answers.jsonl.gz", print))
    for number in range(-(-N_ANSWERS // len(answers))):
        import_answers(version, answers[: N_ANSWERS - number * len(answers)], title=f"bench {number}")


def wait_for_all(deadline_s: float) -> None:
    """Wait until no candidate is open."""
    from evaluations.models import Candidate, State

    end = time.monotonic() + deadline_s
    while Candidate.objects.exclude(state=State.DONE).exists():
        if time.monotonic() > end:
            raise SystemExit(f"{Candidate.objects.exclude(state=State.DONE).count()} candidates are not done.")
        time.sleep(0.1)  # a question takes a millisecond of the processors that are measured


def regraded(*, with_loops: bool) -> float:
    """Return the verdicts per second of one regrade, with or without answers that timed out before."""
    from evaluations.actions.apply_bulk_change import change_run
    from evaluations.models import Candidate, Run
    from evaluations.models.changes import ChangeKind
    from evaluations.tasks import wake

    chosen = Candidate.objects.all() if with_loops else Candidate.objects.exclude(verdict="timeout")
    begun = time.perf_counter()
    changes = [change_run(run, ChangeKind.REGRADE, by=None, rows=chosen) for run in Run.objects.all()]
    n = sum(change.n_regraded for change in changes if change)
    wake()
    wait_for_all(600)
    return n / (time.perf_counter() - begun)


def cases_to_run() -> list[Case]:
    """Return the cases of all candidates except endless ones."""
    from evaluations import extractors, graders
    from evaluations.models import Candidate

    cases: list[Case] = []
    for candidate in Candidate.objects.exclude(verdict="timeout").select_related("generation", "task"):
        spec = candidate.task.to_spec()
        cases += graders.cases_for(
            spec, extractors.extract(candidate.generation.text, spec), candidate_id=str(candidate.pk)
        )
    return cases


def bare(cases: list[Case]) -> float:
    """Return the cases per second of only the sandbox."""
    with Sandbox() as sandbox:
        list(sandbox.execute_many(cases[:8]))
        begun = time.perf_counter()
        n = sum(1 for _ in sandbox.execute_many(cases))
        return n / (time.perf_counter() - begun)


def n_passed() -> int:
    """Return the number of stored verdicts `passed`."""
    from evaluations.models import Candidate

    return Candidate.objects.filter(verdict="passed").count()


def measure(n_rounds: int) -> tuple[dict[str, list[float]], dict[str, int]]:
    """Return the rates by name, one per round, and how many answers passed by each."""
    from evaluations.tasks import wake

    wake()
    wait_for_all(600)
    cases, passed = cases_to_run(), {WHOLE_LINE: n_passed()}
    figures: dict[str, list[float]] = {name: [] for name in (WHOLE_LINE, BARE_SANDBOX, LOOPS, *PEERS)}
    for number in range(n_rounds):
        figures[WHOLE_LINE].append(regraded(with_loops=False))
        figures[BARE_SANDBOX].append(bare(cases))
        for name, peer in PEERS.items():
            rate, passed[name] = peer(cases)
            figures[name].append(rate)
        figures[LOOPS].append(regraded(with_loops=True))
        print(f"round {number + 1}:", {name: round(values[-1], 1) for name, values in figures.items()}, flush=True)
    return figures, passed


def report(figures: dict[str, list[float]], passed: dict[str, int]) -> str:
    """Return the page bench/results-line.md."""
    lines = [
        "# Results of `bench/line.py`",
        "",
        machine(),
        f"{N_ANSWERS} stored answers graded again, {len(figures[WHOLE_LINE])} rounds, interleaved; "
        "median (lowest–highest).",
        "",
        "| what | answers a second | passed |",
        "|---|---:|---:|",
        *(f"| {name} | {spread(values)} | {passed.get(name, '')} |" for name, values in figures.items()),
        "",
        "| ratio, inside a round | measured | target |",
        "|---|---:|---:|",
    ]
    for theirs, target in ((BARE_SANDBOX, "≥ 0.8"), *((name, "≥ 1.2") for name in PEERS)):
        ratios = [a / b for a, b in zip(figures[WHOLE_LINE], figures[theirs], strict=True)]
        lines.append(f"| {WHOLE_LINE} : {theirs} | {spread(ratios, 2)} | {target} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    line_peers.install()
    with own_home("line") as home:
        prepare_with_suite(home)
        imported()
        with started(home, ("broker", "execute")):
            wait_for_workers("execute", 1)
            text = report(*measure(options.rounds))
    (HERE / "results-line.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
