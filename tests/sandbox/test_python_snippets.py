"""Check files that run the answer's text themselves, like those of DS-1000: the code still counts as the answer's."""

from __future__ import annotations

import pytest

from evaluations.execution_records import Case
from evaluations.records import Checks, Verdict
from evaluations.sandbox import Sandbox

CHECKS = """
def test_execution(solution):
    names = {"given": [3, 1, 2]}
    exec("[insert]\\nresult = found".replace("[insert]", solution), names)
    assert names["result"] == [1, 2, 3]

test_execution(answer_source)
"""


def verdict_of(answer: str, sandbox: Sandbox, checks: str = CHECKS) -> tuple[Verdict, str]:
    report = sandbox.execute(
        Case(
            id="x",
            lane="python",
            files={"answer.py": answer},
            entry="answer.py",
            checks=Checks(path="checks.py", source=checks),
        )
    )
    return report.verdict, report.cause


def test_lines_that_use_names_of_the_checks_pass_or_fail(sandbox: Sandbox) -> None:
    assert verdict_of("found = sorted(given)", sandbox) == (Verdict.PASSED, "")
    assert verdict_of("found = given", sandbox)[0] is Verdict.FAILED
    assert verdict_of("", sandbox)[0] is not Verdict.PASSED


def test_indented_lines_are_placed_inside_a_function(sandbox: Sandbox) -> None:
    checks = CHECKS.replace('"[insert]\\nresult = found"', '"def f(given):\\n[insert]\\nresult = f(given)"')
    assert verdict_of("    return sorted(given)", sandbox, checks) == (Verdict.PASSED, "")
    assert verdict_of("  return [", sandbox, checks)[0] is not Verdict.PASSED


LIES = {
    "equals everything": "class Yes:\n    def __eq__(self, other):\n        return True\nfound = Yes()",
    "holds what equals everything": "class Yes:\n    def __eq__(self, _):\n        return True\nfound = [Yes()] * 3",
    "extends a list": "class L(list):\n    def __eq__(self, other):\n        return True\nfound = L()",
    "replaces exec's names": "class L(list):\n    def __eq__(self, other):\n        return True\n"
    "class K(str):\n    __hash__ = str.__hash__\n    def __eq__(self, other):\n        return True\n"
    "globals()[K('result')] = L()\nfound = L()",
    "replaces a built-in": "import builtins\nbuiltins.sorted = lambda x: x\nfound = [1, 2, 3]",
    "reads the checks": "import sys\nfound = sys._getframe(1).f_locals and [1, 2, 3]",
    "finds its caller's functions": "found = [1, 2, 3] if 'test_execution' in __import__('__main__').__dict__ else 0",
}


@pytest.mark.parametrize("answer", LIES.values(), ids=LIES)
def test_lines_have_no_more_rights_than_an_answer(sandbox: Sandbox, answer: str) -> None:
    assert verdict_of(answer, sandbox)[0] is not Verdict.PASSED
