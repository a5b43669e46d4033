"""Grade stored answers with Inspect and its local sandbox, with one node process per answer and without isolation.

bench/line_peers.py starts it in another environment: `python inspect_line.py SCRIPTS.json LOGS` prints how many passed.
"""

import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from inspect_ai import Task, eval
from inspect_ai.dataset import Sample
from inspect_ai.model import ModelOutput
from inspect_ai.scorer import CORRECT, INCORRECT, Score, accuracy, scorer
from inspect_ai.solver import solver
from inspect_ai.util import sandbox

scripts = json.loads(Path(sys.argv[1]).read_text())


@solver  # type: ignore[untyped-decorator]  # inspect-ai is installed in another environment
def stored() -> Callable[[Any, Any], Awaitable[Any]]:
    async def solve(state: Any, generate: Any) -> Any:
        state.output = ModelOutput.from_content("stored", scripts[state.metadata["n"]])
        return state

    return solve


@scorer(metrics=[accuracy()])  # type: ignore[untyped-decorator]
def runs() -> Callable[[Any, Any], Awaitable[Any]]:
    async def score(state: Any, target: Any) -> Any:
        done = await sandbox().exec(["node", "-e", state.output.completion], timeout=10)
        return Score(value=CORRECT if done.success else INCORRECT, explanation=done.stderr[:300])

    return score


task = Task(
    dataset=[Sample(input=f"answer {n}", metadata={"n": n}) for n in range(len(scripts))],
    solver=stored(),
    scorer=runs(),
    sandbox="local",
)
log = eval(
    task,
    model="mockllm/model",
    display="none",
    log_dir=sys.argv[2],
    max_subprocesses=os.cpu_count(),
    max_samples=32,
    log_level="error",
)[0]
if log.status != "success" or log.results is None:
    sys.exit(f"Inspect ended as {log.status}: {log.error}")
print(round(log.results.scores[0].metrics["accuracy"].value * len(scripts)))
