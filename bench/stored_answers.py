"""List answers that their author stored as passed and that the suite's own checks refuse, with the reason.

`python -m bench.stored_answers FOLDER` (answers_open.jsonl.gz of can-ai-code). Each different answer goes through
extraction, sandbox and grading. A refusal is expected in two cases: the suite's stricter.jsonl lists the answer with
the reason why it is wrong, or the answer does not define the requested name. Exit 1 when there is another refusal.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from evaluations.execution_records import Outcome
from evaluations.records import TaskSpec, Verdict
from evaluations.runner.grading import grade_answer
from evaluations.sandbox import Sandbox
from evaluations.suites.folders import load_suite

SUITE = Path(__file__).parents[1] / "suites" / "can-ai-code"
OTHER_NAME = "The answer does not define "
Row = dict[str, Any]


def tasks() -> dict[str, TaskSpec]:
    """Return the suite's tasks by the source's id."""
    return {task.source.split(", ")[1]: task for task in load_suite(SUITE).tasks}


def stricter() -> dict[str, str]:
    """Return, by id, why an answer that was stored as passed is wrong by the prompt."""
    lines = (SUITE / "stricter.jsonl").read_text().splitlines()
    return {row["answer_id"]: row["reason"] for row in map(json.loads, lines)}


def read(path: Path) -> list[Row]:
    """Read the answers of a file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def grade_rows(rows: Iterable[Row], sandbox: Sandbox, n_threads: int = 6) -> Iterator[tuple[Row, Outcome]]:
    """Yield each answer with its outcome. Equal answers to a task are executed once."""
    alike: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        alike[row["task_id"], row["raw_answer"]].append(row)
    specs = tasks()

    def outcome(key: tuple[str, str]) -> Outcome:
        return grade_answer(key[1], specs[key[0]], sandbox, candidate_id="stored").outcome

    with ThreadPoolExecutor(n_threads) as pool:
        for same, item in zip(alike.values(), pool.map(outcome, alike), strict=True):
            yield from ((row, item) for row in same)


def refusal_reason(row: Row, outcome: Outcome, reasons: dict[str, str]) -> str:
    """Return why an answer that was stored as passed is refused; empty when the reason is unknown."""
    if reason := reasons.get(row["answer_id"]):
        return reason
    return "it has another name than was asked for" if OTHER_NAME in outcome.cause else ""


def main() -> int:
    """Return the exit status: 0 all refusals are expected, 1 some are not."""
    passes = [row for row in read(Path(sys.argv[1]) / "answers_open.jsonl.gz") if row["stored_status"] == "PASS"]
    reasons, specs = stricter(), tasks()
    refused: Counter[tuple[str, str]] = Counter()
    with Sandbox() as sandbox:
        for row, outcome in grade_rows(passes, sandbox):
            if outcome.verdict is not Verdict.PASSED:
                why = refusal_reason(row, outcome, reasons)
                refused[specs[row["task_id"]].slug, why] += 1
                if not why:
                    print(f"✕ {row['answer_id']}: {outcome.verdict}: {outcome.cause}")
    print(f"{len(passes)} stored as passed, {refused.total()} refused")
    for (slug, why), n in sorted(refused.items()):
        print(f"{n:4} {slug}: {why or 'not known'}")
    return 1 if any(not why for _, why in refused) else 0


if __name__ == "__main__":
    sys.exit(main())
