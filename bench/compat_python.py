"""Python sets as cases: HumanEval and MBPP with their own tests, as bench/compat.py takes them."""

from __future__ import annotations

from typing import Any

from evaluations.records import Case, Checks

Task = dict[str, Any]


def _case(task: Task, source: str, checks: str) -> Case:
    return Case(
        id=task["task_id"], lane="python", files={"answer.py": source}, entry="answer.py",
        checks=Checks(path="checks.py", source=checks),
    )  # fmt: skip


def humaneval(task: Task) -> Case:
    """The test defines check(candidate); calling it is left to us."""
    source = task["prompt"] + task["canonical_solution"]
    return _case(task, source, f"{task['test']}\n\ncheck({task['entry_point']})\n")


def mbpp(task: Task) -> Case:
    """A list of asserts, some after a set-up."""
    checks = [task["test_setup_code"], *task["test_list"], *task["challenge_test_list"]]
    return _case(task, task["code"], "\n".join(checks) + "\n")


SETS = {"humaneval-py": ("../python/humaneval.jsonl", humaneval), "mbpp": ("../python/mbpp.jsonl", mbpp)}
