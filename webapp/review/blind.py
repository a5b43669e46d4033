"""A pair as its reviewer may see it: masked code, diff, console; and what is shown after the vote."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString

from evaluations.explanations import checks_of_cells
from evaluations.models import BlindRating, Candidate, Grading, Ordering, StoredFile, Task, Vote
from evaluations.records import Kind, Verdict
from evaluations.verdicts import EXCEEDED_LIMITS
from evaluations.vote_statistics import LEFT, RIGHT
from webapp.feedback.summary import REASON_WORDS
from webapp.review.anonymise import Mask, mask_for, without_comments
from webapp.site.highlight import highlight

MOST_DIFF_LINES = 1500  # beyond this the comparison takes seconds; the page says so
MOST_CONSOLE_LINES = 200
LETTERS = ("a", "b", "c", "d")
SIDES = LETTERS[:2]
VIEWS = [
    ("preview", "Preview"),
    ("code", "Code"),
    ("diff", "Diff"),
    ("screenshot", "Screenshot"),
    ("console", "Console"),
]
NOT_LIVE = {Kind.FUNCTION, Kind.HOOK, Kind.WRITE_TESTS, Kind.PYTHON}  # kinds without a page: the code is shown first
CHOICE_WORDS = {"left": "A better", "right": "B better", "tie": "tie", "both_bad": "both bad"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One answer, masked. files: path to source; console: (level, text). verdict: empty while it is hidden.

    preview, picture: addresses without names; picture is empty if there is none or it is hidden. starts_on_click: it
    did not end in the sandbox, and may block the page it runs in.
    """

    letter: str
    preview: str
    picture: str
    is_withheld: bool
    starts_on_click: bool
    files: Mapping[str, str]
    entry: str
    console: tuple[tuple[str, str], ...]
    verdict: str = ""
    checks: tuple[tuple[str, str], ...] = ()

    def highlighted(self) -> list[tuple[str, SafeString]]:
        """Return the path and highlighted source of each file, the entry first."""
        order = sorted(self.files, key=lambda path: (path != self.entry, path))
        return [(path, highlight(self.files[path], path)) for path in order]


@dataclass(frozen=True, kw_only=True)
class Showing:
    """The content of a blind page about one task: one answer, a pair, or several.

    fixtures: names of the task's files that can be dropped into the previews.
    """

    title: str
    prompt: str
    kind: str
    fixtures: tuple[str, ...]
    sides: tuple[Side, ...]
    reasons: dict[str, tuple[str, str]] = field(default_factory=lambda: REASON_WORDS)

    @property
    def is_pair(self) -> bool:
        """Two answers: they can be compared line by line."""
        return len(self.sides) == 2

    @property
    def views(self) -> list[tuple[str, str]]:
        """Names and words of the views: the preview first where there is something to look at."""
        views = [view for view in VIEWS if view[0] != "preview" or self.kind not in NOT_LIVE]
        return [view for view in views if view[0] != "diff" or self.is_pair]

    @cached_property
    def diff(self) -> list[tuple[str, str]] | None:
        """Lines of a unified diff from A to B with their kind; None when the answers are too long for one."""
        left, right = (_lines(side.files) for side in self.sides)
        if len(left) + len(right) > MOST_DIFF_LINES:
            return None
        kinds = {"+": "added", "-": "removed", "@": "place"}
        lines = difflib.unified_diff(left, right, n=3, lineterm="")
        return [(kinds.get(line[:1], "same"), line) for line in lines if not line.startswith(("---", "+++"))]


def _lines(files: Mapping[str, str]) -> list[str]:
    out: list[str] = []
    for path in sorted(files):
        out += [f"// {path}", *files[path].splitlines()]
    return out


def mask_of(showing: Vote | Ordering | BlindRating) -> Mask:
    """Return a mask for all models of the campaign, not only the shown ones, so that the mask reveals nothing."""
    return mask_for(showing.campaign.chosen.select_related("server"))


def grading_of(candidate: Candidate) -> Grading:
    """Return the current grading of a candidate; showings are only made of graded ones."""
    return candidate.gradings.select_related("screenshot").get(is_current=True)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Addresses of the previews and pictures of one showing: names of two routes, campaign and token."""

    preview: str
    picture: str
    campaign: int
    token: str

    def for_side(self, letter: str) -> tuple[str, str]:
        """Return preview and picture of one side."""
        return reverse(self.preview, args=[self.campaign, self.token, letter]), reverse(
            self.picture, args=[self.campaign, self.token, letter]
        )


def side_of(vote: Vote, letter: str, mask: Mask | None = None) -> Side:
    """Return one side of a pair, masked; the verdict only when the campaign or the names are shown."""
    shows = vote.campaign.shows_verdicts or vote.is_revealed
    at = Addresses("review-preview", "review-screenshot", vote.campaign_id, vote.token)
    return answer_of(vote.sides()[SIDES.index(letter)], letter, mask or mask_of(vote), at, shows=shows)


def answer_of(candidate: Candidate, letter: str, mask: Mask, at: Addresses, *, shows: bool) -> Side:
    """Return a candidate's answer under a letter, masked; shows: verdict and checks too."""
    grading = grading_of(candidate)
    reports = grading.reports[-1:]
    files = mask.files(grading.files)
    entry = grading.entry or next(iter(grading.files), "")
    preview, picture = at.for_side(letter)
    return Side(
        letter=letter,
        preview=preview,
        picture=picture if grading.screenshot_id else "",
        is_withheld=picture_names_a_model(grading, mask),
        starts_on_click=grading.verdict in EXCEEDED_LIMITS,
        files=files,
        entry=next(iter(mask.files({entry: ""}))),
        console=tuple(
            (str(line.get("level", "log")), mask.prose(str(line.get("text", ""))))
            for report in reports
            for line in (report.get("console") or [])[:MOST_CONSOLE_LINES]
        ),
        verdict=grading.verdict if shows else "",
        checks=_checks(grading, mask) if shows else (),
    )


def picture_names_a_model(grading: Grading, mask: Mask) -> bool:
    """Return whether the picture may show a name: pixels cannot be masked, so it is then hidden.

    Text on the page is in its accessibility tree, or in the code outside comments.
    """
    if grading.screenshot_id is None:
        return False
    files = grading.files.items()
    texts = [without_comments(source, path) for path, source in files]
    texts += [str(report.get("aria") or "") for report in grading.reports]
    return any(mask.is_said(text) for text in texts)


def picture_of(candidates: Sequence[Candidate], letter: str, mask: Mask) -> StoredFile | None:
    """Return the picture of one side; None if none was taken, or if a picture of any side names a model."""
    gradings = [grading_of(candidate) for candidate in candidates]
    if letter not in LETTERS[: len(gradings)] or any(picture_names_a_model(grading, mask) for grading in gradings):
        return None
    return gradings[LETTERS.index(letter)].screenshot


def _checks(grading: Grading, mask: Mask) -> tuple[tuple[str, str], ...]:
    checks = _last_checks(grading)
    return tuple((str(check.get("verdict", "")), mask.prose(str(check.get("name", "")))) for check in checks)


def _last_checks(grading: Grading) -> list[dict[str, Any]]:
    """Return those of the last execution, and the comparison of the cells of a workbook."""
    checks = [check for report in grading.reports[-1:] for check in report.get("checks") or []]
    return checks + checks_of_cells(grading.details)


def build_showing(vote: Vote) -> Showing:
    """Return everything that the page of one vote shows."""
    mask = mask_of(vote)
    return showing_from(vote.pair.task, mask, tuple(side_of(vote, letter, mask) for letter in SIDES))


def showing_from(task: Task, mask: Mask, sides: tuple[Side, ...]) -> Showing:
    """Return a task with its answers. If one picture is hidden, all are, because a single hidden picture would
    reveal which answer names a model.
    """
    if any(side.is_withheld for side in sides):
        sides = tuple(replace(side, picture="", is_withheld=True) for side in sides)
    return Showing(
        title=mask.prose(task.title),
        prompt=mask.own(task.spec["prompt"]),
        kind=task.kind,
        fixtures=tuple(sorted(task.droppable)),
        sides=sides,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealedFacts:
    """The facts that a reviewer sees after the vote is stored.

    checks: passed and all, of each side. others: words for a choice, as sides were here, and how many.
    """

    left: Candidate
    right: Candidate
    choice: str
    checks: tuple[tuple[int, int], tuple[int, int]]
    others: tuple[tuple[str, int], ...]
    can_undo: bool


def n_checks(candidate: Candidate) -> tuple[int, int]:
    """Return the number of passed checks and of all checks; an unchecked answer has none."""
    grading = grading_of(candidate)
    checks = [] if grading.verdict == Verdict.UNCHECKED else _last_checks(grading)
    return sum(check.get("verdict") == "passed" for check in checks), len(checks)


def revealed_of(vote: Vote) -> RevealedFacts:
    """Return names, verdicts and how others voted on this pair, turned to this showing's sides."""
    left, right = vote.sides()
    counts: Counter[str] = Counter()
    for other in vote.pair.votes.counted().exclude(pk=vote.pk).filter(is_repeat=False):
        choice = other.choice
        if other.is_swapped != vote.is_swapped and choice in (LEFT, RIGHT):
            choice = RIGHT if choice == LEFT else LEFT
        counts[CHOICE_WORDS[choice]] += 1
    return RevealedFacts(
        left=left,
        right=right,
        choice=CHOICE_WORDS[vote.choice],
        checks=(n_checks(left), n_checks(right)),
        others=tuple(counts.most_common()),
        can_undo=vote.can_undo(),
    )
