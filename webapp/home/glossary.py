"""What each verdict, state and figure means, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One verdict, state or figure. hint: what a person can do."""

    key: str
    meaning: str
    hint: str = ""


VERDICTS = (
    Term(key="passed", meaning="Every check passed."),
    Term(
        key="unchecked",
        meaning="It built, loaded and rendered, and the task has no checks, so nobody knows whether it is right. "
        "It counts in no rate.",
        hint="Add examples or a test file to the prompt, or look at it yourself.",
    ),
    Term(key="failed", meaning="At least one check failed.", hint="The answer's page names the checks."),
    Term(
        key="runtime_error",
        meaning="The code threw an error before the checks could finish.",
        hint="“Ask to fix” sends the code and the error back to the model.",
    ),
    Term(key="timeout", meaning="It exceeded the time limit twice, for example with an endless loop."),
    Term(key="over_limit", meaning="It took more memory or output than allowed, or crashed its page."),
    Term(
        key="build_error",
        meaning="The code does not parse, or imports a package that does not exist.",
        hint="The prompt says which packages can be imported.",
    ),
    Term(
        key="no_code",
        meaning="The answer holds no code.",
        hint="If it was cut off, raise max tokens; the raw answer shows what was written.",
    ),
    Term(
        key="unscored",
        meaning="Our fault, not the model's: the server was down, or no browser could be started. It counts in no "
        "rate and is tried again.",
        hint="The run's page says why and has a button to retry.",
    ),
    Term(key="flaky", meaning="It passed on one run and failed on another, so it counts in no rate."),
)
STATES = (
    Term(key="queued", meaning="It waits for its model server; the card says behind what."),
    Term(key="generating", meaning="The model is writing."),
    Term(key="executing", meaning="Written; it waits for the browser or runs there."),
    Term(key="cancelled", meaning="The run was cancelled before it was answered."),
)
FIGURES = (
    Term(
        key="significant difference",
        meaning="One model passes more often than the other by more than chance explains: p, corrected for the pairs "
        "looked at together, is below 0.05 and the 95 % interval of the difference does not contain 0.",
        hint="“How figures are made” has the formulas.",
    ),
    Term(
        key="no significant difference",
        meaning="The difference may be chance. The models need not be equally good: with few tasks only large "
        "differences are significant.",
        hint="The advisor says how many more tasks would show a difference. Until then take the smaller or quicker "
        "model.",
    ),
)
