"""Count how many answers with correct code the extraction loses.

`python -m bench.extraction FOLDER [--show]`; FOLDER has tasks.jsonl and answers_open.jsonl.gz of can-ai-code. Code is
correct if it defines the requested name and passes the task's calls in Node's vm, outside the sandbox. An answer has
correct code if one piece of it is correct: a fence, all fences together, the text, or a definition cut out of it. The
answer is lost if the extracted code is not correct. It is counted separately if the extracted code contains the correct
piece and fails because of other lines of the answer, like an example that throws. Exit 1 when more than 0.2 % are lost.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bench.can_ai_code import CALL_KINDS, CalledFunction, grade_check
from bench.compat_answers import Row, read
from bench.stored_answers import tasks
from evaluations.extractors import extract
from evaluations.extractors.thinking import without_thinking
from evaluations.records import TaskSpec
from scripts import node

HERE = Path(__file__).parent
MOST_LOST = 0.002
FENCE = re.compile(r"(?:`{3,}|~{3,})[^\n]*\n(.*?)(?:\n[ \t]*(?:`{3,}|~{3,})|\Z)", re.DOTALL)
EXPORT = re.compile(r"^export\s+(?:default\s+)?(?=\w)|^export\s*\{[^}]*\};?", re.MULTILINE)
BATCH = 2000  # jobs for one start of Node
Job = tuple[str, str]  # a task's id and code


def pieces(text: str, name: str) -> Iterator[str]:
    """Yield every piece of a text that may be the function."""
    text = without_thinking(text).replace("\r\n", "\n")
    fenced = FENCE.findall(text)
    yield from fenced
    yield "\n".join(fenced)
    yield text
    for start in re.finditer(rf"(?:async\s+)?function\s+{name}\b|(?:const|let|var)\s+{name}\s*=", text):
        yield from _definitions(text[start.start() :])


def _definitions(text: str) -> Iterator[str]:
    """Yield the text up to each of the first brackets that close all open ones."""
    depth = n_closed = 0
    for at, character in enumerate(text):
        depth += (character in "{([") - (character in "})]")
        if character == "}" and depth == 0:
            yield text[: at + 1]
            n_closed += 1
        if n_closed == 3 or depth < 0:
            return


def right(jobs: Iterable[Job], all_tasks: Mapping[str, Row]) -> set[Job]:
    """Return the jobs whose code passes every call of its task."""
    passed: set[Job] = set()
    every = list(dict.fromkeys(jobs))
    for group in (every[at : at + BATCH] for at in range(0, len(every), BATCH)):
        checks = [
            [check for check in all_tasks[task]["checks"] if check["kind"] in CALL_KINDS] for task, _code in group
        ]
        cases = [
            {"code": EXPORT.sub("", code), "calls": [check["call"] for check in of_job]}
            for (_task, code), of_job in zip(group, checks, strict=True)
        ]
        for job, of_job, values in zip(group, checks, _call_in_node(cases), strict=True):
            if values and all(map(_passes, of_job, values)):
                passed.add(job)
    return passed


def _call_in_node(jobs: Sequence[Row]) -> list[list[str | None]]:
    command = [str(node.find(Path(sys.prefix))), str(HERE / "vm_calls.mjs")]
    done = subprocess.run(command, input=json.dumps(jobs), capture_output=True, text=True, check=True)
    values: list[list[str | None]] = json.loads(done.stdout)
    return values


def _passes(check: Row, value: str | None) -> bool:
    return (
        value is not None and grade_check(check, CalledFunction(name="", parameters=()), json.loads(value)).has_passed
    )


def code_of(text: str, spec: TaskSpec) -> str:
    """Return the extracted files, joined, with the entry last."""
    extraction = extract(text, spec)
    others = [source for path, source in extraction.files.items() if path != extraction.entry]
    return "\n".join([*others, extraction.files.get(extraction.entry, "")])


def _is_within(pieces_held: Iterable[Job], code: str) -> bool:
    """Whether the code contains one of the pieces, ignoring white space."""
    return any("".join(piece.split()) in "".join(code.split()) for _task, piece in pieces_held)


def main() -> int:
    """Read the command line. Return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true", help="print each answer that is lost")
    options = parser.parse_args()
    all_tasks, answers = read(options.folder)
    specs = tasks()
    different = {(answer["task_id"], answer["raw_answer"]): answer["answer_id"] for answer in answers}
    codes = {key: (key[0], code_of(key[1], specs[key[0]])) for key in different}
    is_right = right(codes.values(), all_tasks)
    others = {
        key: [(key[0], piece) for piece in pieces(key[1], all_tasks[key[0]]["function_name"])]
        for key, job in codes.items()
        if job not in is_right
    }
    passing = right((job for jobs in others.values() for job in jobs), all_tasks)
    missed = [key for key, jobs in others.items() if passing.intersection(jobs)]
    lost = [key for key in missed if not _is_within(passing.intersection(others[key]), codes[key][1])]
    n_holding = sum(job in is_right for job in codes.values()) + len(missed)
    for key in missed if options.show else ():
        print(f"--- {different[key]} {key[0]}{' LOST' if key in lost else ''}\n{key[1]}\n--- taken\n{codes[key][1]}")
    share = len(lost) / n_holding
    print(f"{len(answers)} answers, {len(different)} different, {n_holding} contain right code")
    print(f"{len(lost)} of them lost: {share:.2%}; {len(missed) - len(lost)} fail by other lines of their own")
    return int(share > MOST_LOST)


if __name__ == "__main__":
    sys.exit(main())
