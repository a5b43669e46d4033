"""The verdicts: their order, what each one means, and how it counts. A new verdict is added here.

tests/test_verdicts.py names every other place that must be extended (stored counts, style sheets, API, docs).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """The result of a candidate. Declared in rising precedence: if several apply, the last one wins."""

    PASSED = "passed"
    UNCHECKED = "unchecked"
    FAILED = "failed"
    RUNTIME_ERROR = "runtime_error"
    OVER_LIMIT = "over_limit"
    TIMEOUT = "timeout"
    BUILD_ERROR = "build_error"
    NO_CODE = "no_code"
    UNSCORED = "unscored"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictInfo:
    """The meaning of a verdict for people and for figures.

    glyph, word, colour: of its mark; colour is a custom property of static/css/base.css.
    heading: the beginning of the sentence that explains an answer. meaning, hint: for the glossary. repair_message:
    what its model is told when it has to repair the answer. is_rated: it counts in pass rates. is_acceptable: nothing
    wrong is known about the answer. is_cut_short: how many checks there would have been is not known.
    exceeded_limit: the code took more time or memory than allowed.
    """

    glyph: str
    word: str
    colour: str
    heading: str
    meaning: str
    hint: str = ""
    repair_message: str = ""
    is_rated: bool = True
    is_acceptable: bool = False
    is_cut_short: bool = False
    exceeded_limit: bool = False


INFO = {
    Verdict.PASSED: VerdictInfo(
        glyph="●",
        word="passed",
        colour="passed",
        heading="Passed",
        meaning="Every check passed.",
        is_acceptable=True,
    ),
    Verdict.UNCHECKED: VerdictInfo(
        glyph="○",
        word="runs, unchecked",
        colour="unchecked",
        heading="Runs, unchecked",
        meaning="It built, loaded and rendered, and the task has no checks, so it is not known whether it is right. "
        "It counts in no rate.",
        hint="Add examples or a test file to the prompt, or look at it yourself.",
        is_rated=False,
        is_acceptable=True,
    ),
    Verdict.FAILED: VerdictInfo(
        glyph="✕",
        word="failed",
        colour="failed",
        heading="Failed",
        meaning="At least one check failed.",
        hint="The answer's page names the checks.",
        repair_message="It runs, but checks fail.",
    ),
    Verdict.RUNTIME_ERROR: VerdictInfo(
        glyph="!",
        word="runtime error",
        colour="runtime",
        heading="Runtime error",
        meaning="The code threw an error before the checks could finish.",
        hint="“Ask to fix” sends the code and the error back to the model.",
        repair_message="It throws.",
    ),
    Verdict.OVER_LIMIT: VerdictInfo(
        glyph="▲",
        word="over limit",
        colour="over",
        heading="Over limit",
        meaning="It took more memory or output than allowed, or crashed its page.",
        repair_message="It takes too much memory.",
        is_cut_short=True,
        exceeded_limit=True,
    ),
    Verdict.TIMEOUT: VerdictInfo(
        glyph="◷",
        word="timeout",
        colour="timeout",
        heading="Timeout",
        meaning="It exceeded the time limit twice, for example with an endless loop.",
        repair_message="It does not end in time.",
        is_cut_short=True,
        exceeded_limit=True,
    ),
    Verdict.BUILD_ERROR: VerdictInfo(
        glyph="⊘",
        word="build error",
        colour="build",
        heading="Build error",
        meaning="The code does not parse, or imports a package that does not exist.",
        hint="The prompt says which packages can be imported.",
        repair_message="It does not compile.",
        is_cut_short=True,
    ),
    Verdict.NO_CODE: VerdictInfo(
        glyph="∅",
        word="no code",
        colour="grey",
        heading="No code",
        meaning="The answer contains no code.",
        hint="If it was cut off, raise max tokens; the raw answer shows what was written.",
        repair_message="There is no code in your answer.",
    ),
    Verdict.UNSCORED: VerdictInfo(
        glyph="?",
        word="unscored",
        colour="line-strong",
        heading="Unscored, our fault",
        meaning="Our fault, not the model's: the server was down, or no browser could be started. It counts in no "
        "rate and is tried again.",
        hint="The run's page says why and has a button to retry.",
        is_rated=False,
    ),
}
# A mark in addition to the verdict: the executions of one answer had different verdicts.
FLAKY = "flaky"
FLAKY_INFO = VerdictInfo(
    glyph="~",
    word="flaky",
    colour="line",
    heading="Flaky",
    meaning="It passed on one run and failed on another, so it counts in no rate.",
    is_rated=False,
)
INFO_BY_KEY = {**{verdict.value: info for verdict, info in INFO.items()}, FLAKY: FLAKY_INFO}

RATED = frozenset(verdict for verdict, info in INFO.items() if info.is_rated)
ACCEPTABLE = frozenset(verdict for verdict, info in INFO.items() if info.is_acceptable)
CUT_SHORT = frozenset(verdict for verdict, info in INFO.items() if info.is_cut_short)
EXCEEDED_LIMITS = frozenset(verdict for verdict, info in INFO.items() if info.exceeded_limit)
REPAIRABLE = frozenset(verdict for verdict, info in INFO.items() if info.repair_message)
WITH_RESULT = frozenset({Verdict.FAILED, *ACCEPTABLE})  # the code ran to its end


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the verdict that wins when several apply; PASSED for none."""
    order = list(Verdict)
    return max(verdicts, key=order.index, default=Verdict.PASSED)
