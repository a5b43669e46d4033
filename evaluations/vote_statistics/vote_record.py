"""One stored vote as plain data, and the possible choices of a vote."""

from __future__ import annotations

from dataclasses import dataclass

LEFT, RIGHT, TIE, BOTH_BAD = "left", "right", "tie", "both_bad"
CHOICES = (LEFT, RIGHT, TIE, BOTH_BAD)
REASONS = ("correct", "looks", "readable", "robust", "follows")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """One vote on one pair. left, right: model ids as shown; first: the pair's lower candidate, which side it was on.

    controls: left minus right of what a reader may be swayed by (length, formatting), in the caller's units.
    weight in [0, 1]: how much this reviewer's votes count. has_sides: left and right were those of a screen; not so in
    votes that an ordering of several answers, or a file, was turned into. knew_model: the reviewer knew which model
    wrote one of the answers.
    """

    pair: int
    left: str
    right: str
    choice: str
    reviewer: str
    task: str = ""
    kind: str = ""
    tags: tuple[str, ...] = ()
    left_candidate: int = 0
    right_candidate: int = 0
    reasons: tuple[str, ...] = ()
    controls: tuple[float, ...] = ()
    is_repeat: bool = False
    weight: float = 1.0
    has_sides: bool = True
    knew_model: bool = False

    @property
    def meaning(self) -> str:
        """The choice independent of sides: the preferred candidate's number, `tie` or `both_bad`."""
        if self.choice == LEFT:
            return str(self.left_candidate)
        return str(self.right_candidate) if self.choice == RIGHT else self.choice

    def points(self, candidate: int) -> float:
        """Return the points of a candidate of the pair, in [0, 1]: preferred 1, tie 0.5, else 0."""
        if self.choice == TIE:
            return 0.5
        return 1.0 if self.meaning == str(candidate) else 0.0
