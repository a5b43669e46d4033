"""The newest conversations and runs as cards, and things to do for the person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.urls import reverse

from evaluations.models import Candidate, Mark, Run, Star, Suite, Team
from evaluations.queries.conversations import one_per_conversation
from evaluations.queries.demonstrations import own_demonstrations
from evaluations.queries.pictures import REASONS
from webapp.items.kept_items import narrow_runs
from webapp.review.queue import waiting_for

CARDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentCard:
    """A run with its counts. picture: an answer of it that has a screenshot."""

    run: Run
    picture: int | None
    has_star: bool

    @property
    def is_prompt(self) -> bool:
        """Whether it is a conversation, not a suite."""
        return bool(self.run.suite_version.suite.origin == Suite.Origin.PROMPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something to do for the person: a text with a link."""

    words: str
    address: str


def recent_cards(team: Team, person: Any) -> list[RecentCard]:
    """Return runs, the newest first, one for each conversation, without demonstrations and archived ones."""
    runs_of_team = Run.objects.filter(team=team).exclude(own_demonstrations())
    rows = one_per_conversation(narrow_runs(runs_of_team, person))
    # The runs are chosen before they are counted, because grouping drops the order and would count every run.
    newest = list(rows.order_by("-created_at", "-pk").values_list("pk", flat=True)[:CARDS])
    runs = Run.objects.filter(pk__in=newest).with_progress().select_related("suite_version__suite")
    pictures = _pictures(newest)
    stars = Star.objects.filter(person=person.pk)
    starred_runs = set(stars.filter(run__in=newest).values_list("run", flat=True))
    starred_suites = set(stars.filter(suite__versions__runs__in=newest).values_list("suite", flat=True))
    return [
        RecentCard(
            run=run,
            picture=pictures.get(run.pk),
            has_star=run.pk in starred_runs or run.suite_version.suite_id in starred_suites,
        )
        for run in runs.order_by("-created_at", "-pk")
    ]


def _pictures(runs: list[int]) -> dict[int, int]:
    """Map runs to an answer with a screenshot. Those that crashed are left out: most of their pictures are empty.

    Only for conversations: a suite's run may have ten thousand answers.
    """
    shot = Candidate.objects.filter(run=OuterRef("pk"), gradings__is_current=True, gradings__screenshot__isnull=False)
    shot = shot.exclude(verdict__in=list(REASONS)).order_by("-score", "pk")
    prompts = Run.objects.filter(pk__in=runs, suite_version__suite__origin=Suite.Origin.PROMPT)
    rows = prompts.order_by().annotate(picture=Subquery(shot.values("pk")[:1]))
    return {run: picture for run, picture in rows.values_list("pk", "picture") if picture}


def needs_of(request: HttpRequest, team: Team, active: list[Run], cards: list[RecentCard]) -> list[Need]:
    """Return blind pairs, runs without progress, answers without a verdict, and tasks marked as broken."""
    needs = []
    if n := waiting_for(request):
        needs.append(Need(words=f"{n} blind pair{'' if n == 1 else 's'} to judge", address=reverse("reviews")))
    for run in active:
        if run.state == Run.State.PAUSED:
            needs.append(Need(words=f"{run.title} is paused", address=reverse("run", args=[run.pk])))
    for card in cards:
        n_unscored = getattr(card.run, "n_unscored", 0)
        if n_unscored:
            words = f"{n_unscored} answer{'' if n_unscored == 1 else 's'} of {card.run.title} got no verdict"
            needs.append(Need(words=words, address=reverse("run", args=[card.run.pk])))
    marks = Mark.objects.filter(kind=Mark.Kind.BROKEN, task__version__suite__team=team)
    if n := marks.count():
        suite = marks.values_list("task__version__suite__slug", flat=True)[0]
        words = f"{n} task{'' if n == 1 else 's'} marked as broken"
        needs.append(Need(words=words, address=reverse("suite", args=[suite])))
    return needs
