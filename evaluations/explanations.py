"""Explains a verdict in one sentence. Pages, API, exports and commands all use it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from evaluations.records import Json, Verdict
from evaluations.verdicts import FLAKY_INFO, INFO_BY_KEY

# The beginning of causes that say that a candidate tampered with the harness.
REPLACED = "The code replaced the built-in "
FORGED = "The report was forged"
# Beginning of the cause of a test file that fails on the given code; the cause of its report follows.
ON_GIVEN_CODE = "On the given code the tests do not pass: "
# The same of a test file that passed there at first.
ON_GIVEN_CODE_AGAIN = "On the given code the tests passed once and did not pass the second time: "
FORGERIES = tuple(before + cause for before in ("", ON_GIVEN_CODE, ON_GIVEN_CODE_AGAIN) for cause in (REPLACED, FORGED))

CELLS = "the cells equal the sheet"
FLAKY = f"{FLAKY_INFO.heading}: {FLAKY_INFO.meaning[:1].lower()}{FLAKY_INFO.meaning[1:]}"
# A reason of the extractor that names a piece of the answer; others are sentences of their own.
NAMES_A_PIECE = re.compile(r"The (?:first|second|last|only|longest|whole|one) ")
TOOL_CALL: Final = "tool call"  # key in Generation.source
LONGEST_CALL = 200  # characters in a cause
COUNTED_CHECKS = re.compile(r"(\d+) of (\d+) checks: ")


def called_tool(call: str) -> str:
    """Return the cause of an answer that only calls a tool. call: name and arguments."""
    shown = call if len(call) <= LONGEST_CALL else f"{call[: LONGEST_CALL - 1]}…"
    return f"The model called a tool instead of answering: {shown}"


def only_thought(n_tokens: int | None, *, is_cut: bool) -> str:
    """Return the cause of an answer that is only a thought. is_cut: the token limit ended it."""
    if not is_cut:
        return "The model ended its turn after thinking, without an answer."
    tokens = "Every token" if n_tokens is None else f"All {n_tokens:,} tokens"
    return f"{tokens} went into thinking: the limit was reached before an answer began."


def is_forged(cause: str) -> bool:
    """Return whether a cause says that the candidate tampered with the harness."""
    return cause.startswith(FORGERIES)


def explain(
    verdict: str, cause: str, *, details: Mapping[str, Json] | None = None, reason: str = "", is_flaky: bool = False
) -> str:
    """Return why a verdict was given, and which code it was given to; empty while there is no verdict.

    details: those of the grading. reason: why the extractor chose this code.
    """
    if not verdict:
        return ""
    if is_flaky:
        sentence = FLAKY
    else:
        reason_text = _of_passed(details or {}) if verdict == Verdict.PASSED and not cause else _of_cause(cause)
        heading = INFO_BY_KEY[verdict].heading
        sentence = f"{heading}: {reason_text}" if reason_text else f"{heading}."
    # Without code the cause already contains the reason.
    return sentence if verdict == Verdict.NO_CODE or not reason else f"{sentence} {_of_code(reason)}"


def checks_of_cells(details: Mapping[str, Json]) -> list[dict[str, Json]]:
    """Return the comparison of a workbook's cells as one more check; empty for every other answer."""
    comparison = details.get("comparison")
    if not comparison:
        return []
    # "trouble" is the name of "error" in comparisons that were stored before 2026-11-30.
    has_error = bool(comparison.get("error") or comparison.get("trouble"))
    is_equal = comparison["n_equal"] == comparison["n_cells"] and not has_error
    sentence = (
        f"{comparison['n_equal']:,} of {comparison['n_cells']:,} cells equal. {comparison.get('summary', '')}".rstrip()
    )
    return [
        {
            "name": CELLS,
            "verdict": "passed" if is_equal else "failed",
            "message": "" if is_equal else sentence,
            "duration_ms": None,
        }
    ]


def _of_cause(cause: str) -> str:
    """Return the cause as the end of a sentence: `2 of 3 checks failed; first: adds: expected 1, got 0.`"""
    reason_text = COUNTED_CHECKS.sub(r"\1 of \2 checks failed; first: ", cause.strip(), count=1)
    return reason_text if not reason_text or reason_text[-1] in ".!?…" else f"{reason_text}."


def _of_passed(details: Mapping[str, Json]) -> str:
    if n := details.get("n_checks"):
        return f"{n} of {n} checks passed."
    if killed := details.get("killed"):
        return f"the tests notice {len(killed)} of {len(killed)} broken versions."
    if (comparison := details.get("comparison")) and "n_cells" in comparison:
        return f"{comparison['n_cells']:,} of {comparison['n_cells']:,} cells are as in the sheet."
    return ""


def _of_code(reason: str) -> str:
    start = reason[:1].lower() + reason[1:]
    return f"Code taken from {start}" if NAMES_A_PIECE.match(reason) else f"Code: {start}"
