"""What the embedded 135M model passes of shipped suites, by a slice: tasks at even distances, asked plainly once.

`python -m bench.embedded_slice [SUITE …] [--tasks 10] [--max-tokens 600] [--out FILE]`; FILE gets each answer with its
verdict, a JSON line each. Prints a line a suite. Exit 0; 2: the model or the sandbox could not be started.
"""

from __future__ import annotations

import argparse
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.result_lines import ResultLines
from evaluations import prompts
from evaluations.adapters import make_adapter
from evaluations.errors import AdapterError, EvaluationError
from evaluations.records import Kind, Sampling, TaskSpec
from evaluations.runner.grading import grade_answer
from evaluations.sandbox import Sandbox
from evaluations.suites.folders import load_suite

SHIPPED = Path(__file__).parents[1] / "suites"
SUITES = ("page", "visual", "webapp", "react", "edit", "tests-writing")
LARGEST_PROMPT = 7000  # of 8,192 tokens of context
START_S = 300


@contextmanager
def embedded_model() -> Iterator[str]:
    """Address of a server with the embedded model; it ends with the block. Raises AdapterError when none starts."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "evaluations.adapters.embedded_server", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address, until = f"http://127.0.0.1:{port}", time.monotonic() + START_S
    try:
        while True:
            try:
                make_adapter("openai", address).list_models()
                break
            except AdapterError:
                if time.monotonic() > until or server.poll() is not None:
                    raise
                time.sleep(0.5)
        yield address
    finally:
        server.terminate()
        server.wait(30)


def slice_of(tasks: list[TaskSpec], n: int) -> list[TaskSpec]:
    """n tasks at even distances, in their order; all when there are fewer."""
    step = len(tasks) / min(n, len(tasks))
    return [tasks[int(at * step)] for at in range(min(n, len(tasks)))]


def measure(name: str, address: str, sandbox: Sandbox, lines: ResultLines, options: argparse.Namespace) -> None:
    """Ask and grade the slice of one suite, and print its line."""
    begun, verdicts, seconds = time.monotonic(), Counter[str](), 0.0
    tasks = [spec for spec in load_suite(SHIPPED / name).tasks if spec.kind is not Kind.FREE]
    adapter = make_adapter("openai", address)
    model = adapter.list_models()[0].name
    for spec in slice_of(tasks, options.tasks):
        prompt = prompts.render("plain", spec)
        if adapter.count_prompt(model, prompt).n > LARGEST_PROMPT:
            verdicts["too long for its context"] += 1
            continue
        asked_at = time.monotonic()
        limit = min(spec.max_tokens, options.max_tokens)
        completion = adapter.generate(model, prompt, Sampling(max_tokens=limit), lambda _: None, lambda: False)
        seconds += time.monotonic() - asked_at
        graded = grade_answer(completion.text, spec, sandbox, candidate_id=spec.slug, tries_variants=False)
        outcome = graded.outcome
        verdicts[outcome.verdict] += 1
        row = {"suite": name, "task": spec.slug, "verdict": outcome.verdict, "score": outcome.score}
        lines.add(row | {"cause": outcome.cause, "answer": completion.text})
    counts = ", ".join(f"{n} {verdict}" for verdict, n in verdicts.most_common())
    print(f"{name}: {verdicts.total()} of {len(tasks)} tasks: {counts}; {seconds:.0f} s of answers", end="")
    print(f", {time.monotonic() - begun:.0f} s in all", flush=True)


def main() -> int:
    """Exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("suites", nargs="*", default=SUITES)
    parser.add_argument("--tasks", type=int, default=10)
    parser.add_argument("--max-tokens", type=int, default=600)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    try:
        with embedded_model() as address, Sandbox(slots=1) as sandbox:
            for name in options.suites:
                measure(name, address, sandbox, ResultLines(options.out), options)
    except EvaluationError as exc:
        print(exc, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
