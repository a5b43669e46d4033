"""Suites and drafts that somebody may edit."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from evaluations.models import Membership, Suite, Task, TaskDraft
from webapp.site.access import get_for_team, require_role


def suite_of(request: HttpRequest, slug: str) -> Suite:
    """Return a suite of the team, for a member; 404 for others, also for single prompts."""
    suites = Suite.objects.exclude(origin=Suite.Origin.PROMPT).select_related("team")
    suite = get_for_team(request, suites, slug=slug)
    require_role(request, Membership.Role.MEMBER)
    return suite


def draft_of(request: HttpRequest, slug: str, pk: int) -> TaskDraft:
    """Return a draft of that suite; 404 when it was kept or discarded."""
    suite = suite_of(request, slug)
    rows = suite.drafts.select_related("suite__team", "workbook__file", "changed_by")
    draft = rows.filter(pk=pk).first()
    if draft is None:
        raise Http404("There is no such draft. It was kept in the suite, or discarded.")
    return draft


def newest_task(suite: Suite, slug: str) -> Task:
    """Return a task of the newest version; 404 when there is no task of that name."""
    newest = suite.latest()
    task = newest.tasks.select_related("version__suite", "workbook").filter(slug=slug).first() if newest else None
    if task is None:
        raise Http404(f'The newest version has no task "{slug}".')
    return task


def editable_suites(suite: Suite) -> list[Suite]:
    """Return suites of the same team that tasks can be cloned and moved to."""
    rows = Suite.objects.filter(team=suite.team_id, origin=Suite.Origin.WRITTEN).order_by("title", "slug")
    return list(rows[:200])
