"""Every address of the site, filled in with existing rows, for tests that must cover every page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.urls import URLPattern, get_resolver

from evaluations import workbooks
from evaluations.actions.assign_pairs import assign_pairs
from evaluations.actions.blind_ratings import open_blind_rating
from evaluations.actions.edit_answer import edit_answer
from evaluations.actions.rank_answers import open_ordering
from evaluations.models import (
    Campaign,
    Comment,
    EditedAnswer,
    Mark,
    Membership,
    ModelServer,
    Run,
    StarRating,
    StoredFile,
    Vote,
    Workbook,
)
from evaluations.records import storable
from tests.webapp.review_rows import even, make_campaign, make_run

CSV = b"foo,bar,day\n1,2,2024-03-01\n3,4,2024-03-02\n"


@dataclass(frozen=True)
class Site:
    """A site with something on every page. unvoted: a pair that `person` was given and has not voted on."""

    run: Run
    campaign: Campaign
    workbook: Workbook
    unvoted: Vote


def furnish(person: User) -> Site:
    """Make a finished run, a workbook, a campaign with votes, and feedback of every kind."""
    run = make_run(n_tasks=12, fixtures={"sales.csv": CSV})
    campaign = make_campaign(run)
    for n in range(8):
        vote, *_ = assign_pairs(campaign, person.pk, even, is_repeat_due=lambda n: n == 6)
        vote.store(("left", "right", "tie", "both_bad")[n % 4], ["looks"], "a note")
    held_votes, *_ = assign_pairs(campaign, person.pk, even, is_repeat_due=lambda n: False)
    candidate = run.candidates.first()
    assert candidate is not None
    edit_answer(candidate, {"answer.tsx": "export default () => null;"}, person)
    StarRating.objects.create(candidate=candidate, reviewer=person, stars=4, reasons=["looks"], campaign=campaign)
    opened = Comment.objects.create(candidate=candidate, author=person, text="Why?")
    Comment.objects.create(candidate=candidate, author=person, text="Because.", reply_to=opened)
    Mark.objects.create(kind="reference", candidate=candidate, author=person, note="short")
    Mark.objects.create(kind="broken", task=candidate.task, author=person, note="refuses right answers")
    admission = workbooks.admit("sales.csv", CSV)
    book = Workbook.objects.create(
        team=run.team,
        file=StoredFile.objects.store(CSV),
        name="sales.csv",
        format=admission.check.format,
        upload_check={**storable(admission.check), "n_rows": admission.preview.sheets[0].n_rows},
        preview=storable(admission.preview),
        truth=storable(admission.expected_data or {}),
    )
    return Site(run, campaign, book, held_votes)


def addresses(site: Site, person: User) -> dict[str, str]:
    """Map each route to an address. Parts without a fitting row (a second token, an action) get an unknown value."""
    known = known_parts(site, person)
    by_route = {}
    for pattern in get_resolver().url_patterns:
        if not isinstance(pattern, URLPattern):
            continue
        route = address = str(pattern.pattern)
        for part, value in known:
            address = address.replace(part, value)
        address = re.sub(r"<(int|float):\w+>", "1", address)
        by_route[route] = "/" + re.sub(r"<\w+:\w+>", "unknown", address)
    return by_route


def known_parts(site: Site, person: User) -> list[tuple[str, str]]:
    """Return the parts of routes that an existing row fits, each with its value."""
    candidate, task = site.run.candidates.first(), site.run.suite_version.tasks.first()
    ordering, rating = open_ordering(site.campaign, person.pk), open_blind_rating(site.campaign, person.pk)
    member, server = Membership.objects.get(user=person), ModelServer.objects.first()
    edit = EditedAnswer.objects.first()
    assert edit is not None
    assert candidate is not None
    assert task is not None
    assert server is not None
    assert ordering is not None
    assert rating is not None
    return [
        ("review/<int:pk>/rank/<str:token>", f"review/{site.campaign.pk}/rank/{ordering.token}"),
        ("review/<int:pk>/single/<str:token>", f"review/{site.campaign.pk}/single/{rating.token}"),
        ("review/<int:pk>/<str:token>", f"review/{site.campaign.pk}/{site.unvoted.token}"),
        ("review/<int:pk>", f"review/{site.campaign.pk}"),
        ("<str:letter>", "a"),
        ("<path:rest>", "none/"),
        ("<str:side>", "a"),
        ("runs/<int:pk>", f"runs/{site.run.pk}"),
        ("tasks/<int:task>", f"tasks/{task.pk}"),
        ("candidates/<int:pk>", f"candidates/{candidate.pk}"),
        ("edits/<int:pk>", f"edits/{edit.pk}"),
        ("<int:candidate>", str(candidate.pk)),
        ("suites/<slug:slug>", f"suites/{site.run.suite_version.suite.slug}"),
        ("<slug:task_slug>", task.slug),
        ("workbooks/<int:pk>", f"workbooks/{site.workbook.pk}"),
        ("models/servers/<int:pk>", f"models/servers/{server.pk}"),
        ("people/<int:pk>", f"people/{member.pk}"),
    ]
