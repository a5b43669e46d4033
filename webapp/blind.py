"""A pair as its reviewer may see it: masked code, diff, console, and what is revealed once the vote is locked."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString

from evaluations.models import Candidate, Grading, Ordering, Vote
from evaluations.ratings import LEFT, REASONS, RIGHT
from webapp.highlight import highlight
from webapp.masking import Mask, names_of

MOST_DIFF_LINES = 1500  # beyond this the comparison takes seconds; the page says so
MOST_CONSOLE_LINES = 200
SIDES = ("a", "b")
REASON_WORDS = {
    "correct": ("c", "correct"),
    "looks": ("l", "looks"),
    "readable": ("r", "readable"),
    "robust": ("b", "robust"),
    "follows": ("f", "follows the prompt"),
}
CHOICE_WORDS = {"left": "A better", "right": "B better", "tie": "tie", "both_bad": "both bad"}
assert set(REASON_WORDS) == set(REASONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One answer, masked. files: path to source; console: (level, text). verdict: empty while it is hidden."""

    letter: str
    files: Mapping[str, str]
    entry: str
    console: tuple[tuple[str, str], ...]
    has_screenshot: bool
    verdict: str = ""
    checks: tuple[tuple[str, str], ...] = ()

    def highlighted(self) -> list[tuple[str, SafeString]]:
        """Path and highlighted source of each file, the entry first."""
        order = sorted(self.files, key=lambda path: (path != self.entry, path))
        return [(path, highlight(self.files[path], path)) for path in order]


@dataclass(frozen=True, kw_only=True)
class Showing:
    """One vote's page. fixtures: names of the task's files that can be dropped into both previews."""

    vote: Vote
    title: str
    prompt: str
    kind: str
    fixtures: tuple[str, ...]
    a: Side
    b: Side
    reasons: dict[str, tuple[str, str]] = field(default_factory=lambda: REASON_WORDS)

    @property
    def sides(self) -> tuple[Side, Side]:
        """A and B, left to right."""
        return self.a, self.b

    @cached_property
    def diff(self) -> list[tuple[str, str]] | None:
        """Lines of a unified diff from A to B with their kind; None when the answers are too long for one."""
        one, other = (_lines(side.files) for side in self.sides)
        if len(one) + len(other) > MOST_DIFF_LINES:
            return None
        kinds = {"+": "added", "-": "removed", "@": "place"}
        found = difflib.unified_diff(one, other, n=3, lineterm="")
        return [(kinds.get(line[:1], "same"), line) for line in found if not line.startswith(("---", "+++"))]


def _lines(files: Mapping[str, str]) -> list[str]:
    out: list[str] = []
    for path in sorted(files):
        out += [f"// {path}", *files[path].splitlines()]
    return out


def mask_of(vote: Vote | Ordering) -> Mask:
    """Hides all models of the campaign, not just the two: nothing is to be learnt from what is missing."""
    return Mask(names_of(vote.campaign.chosen.select_related("server")))


def grading_of(candidate: Candidate) -> Grading:
    """The current grading of a candidate; pairs are only made of graded ones."""
    return candidate.gradings.select_related("screenshot").get(is_current=True)


def side_of(vote: Vote, letter: str, mask: Mask | None = None) -> Side:
    """One side of a pair, masked; the verdict only when the campaign shows it or the vote is locked."""
    candidate = vote.sides()[SIDES.index(letter)]
    shows = vote.campaign.shows_verdicts or vote.voted_at is not None
    return answer_of(candidate, letter, mask or mask_of(vote), shows=shows)


def answer_of(candidate: Candidate, letter: str, mask: Mask, *, shows: bool) -> Side:
    """A candidate's answer under a letter, masked; shows: verdict and checks too."""
    grading = grading_of(candidate)
    extraction: dict[str, Any] = grading.extraction
    reports = grading.reports[-1:]
    files = mask.files(extraction.get("files") or {})
    entry = extraction.get("entry") or next(iter(extraction.get("files") or {}), "")
    return Side(
        letter=letter, files=files, entry=next(iter(mask.files({entry: ""}))),
        console=tuple(
            (str(line.get("level", "log")), mask.prose(str(line.get("text", ""))))
            for report in reports
            for line in (report.get("console") or [])[:MOST_CONSOLE_LINES]
        ),
        has_screenshot=grading.screenshot_id is not None, verdict=grading.verdict if shows else "",
        checks=_checks(reports, mask) if shows else (),
    )  # fmt: skip


def _checks(reports: list[dict[str, Any]], mask: Mask) -> tuple[tuple[str, str], ...]:
    found = [check for report in reports for check in report.get("checks") or []]
    return tuple((str(check.get("verdict", "")), mask.prose(str(check.get("name", "")))) for check in found)


def showing_of(vote: Vote) -> Showing:
    """Everything the page of one vote is made of."""
    task, mask = vote.pair.task, mask_of(vote)
    return Showing(
        vote=vote, title=mask.prose(task.title), prompt=task.spec["prompt"], kind=task.kind,
        fixtures=tuple(sorted(task.fixtures)), a=side_of(vote, "a", mask), b=side_of(vote, "b", mask),
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Revealed:
    """What a reviewer is told once the vote is locked. others: words for a choice, as sides were here, and how many."""

    left: Candidate
    right: Candidate
    choice: str
    others: tuple[tuple[str, int], ...]
    can_undo: bool


def revealed_of(vote: Vote) -> Revealed:
    """Names, verdicts and how others voted on this pair, turned to this showing's sides."""
    left, right = vote.sides()
    counts: Counter[str] = Counter()
    for other in vote.pair.votes.counted().exclude(pk=vote.pk).filter(is_repeat=False):
        choice = other.choice
        if other.is_swapped != vote.is_swapped and choice in (LEFT, RIGHT):
            choice = RIGHT if choice == LEFT else LEFT
        counts[CHOICE_WORDS[choice]] += 1
    return Revealed(
        left=left, right=right, choice=CHOICE_WORDS[vote.choice], others=tuple(counts.most_common()),
        can_undo=vote.can_undo(),
    )  # fmt: skip
