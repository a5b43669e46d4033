"""The meaning of each verdict, state and figure, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from evaluations.verdicts import INFO_BY_KEY


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One verdict, state or figure. hint: what a person can do."""

    key: str
    meaning: str
    hint: str = ""


VERDICTS = tuple(Term(key=key, meaning=info.meaning, hint=info.hint) for key, info in INFO_BY_KEY.items())
STATES = (
    Term(key="queued", meaning="It waits for its model server; the card says which answers come first."),
    Term(key="generating", meaning="The model is writing."),
    Term(key="executing", meaning="Written; it waits for the browser or runs there."),
    Term(key="cancelled", meaning="The run was cancelled before it was answered."),
)
FIGURES = (
    Term(
        key="significant difference",
        meaning="One model passes more often than the other by more than chance explains: p, corrected for the pairs "
        "that are compared together, is below 0.05 and the 95 % interval of the difference does not contain 0.",
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
