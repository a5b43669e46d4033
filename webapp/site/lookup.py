"""Rows named in an address: 404 with a sentence for what the team does not have."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from evaluations.models import LanguageModel, Suite, SuiteVersion, Task, Team
from webapp.site.access import current_team, get_for_team
from webapp.site.query_params import parse_number


def find_model(text: str, team: Team) -> LanguageModel:
    """Find a model by row number or by id (`server/name`); 404 for one that the team does not know."""
    models = LanguageModel.objects.visible_to(team).select_related("server")
    number = parse_number(text)
    if number is not None:
        row = models.filter(pk=number).first()
    else:
        server, _, name = text.replace("\0", "").partition("/")
        row = models.filter(server__slug=server, name=name).first()
    if row is None:
        raise Http404(f'There is no model "{text[:80]}".')
    return row


def model_of(request: HttpRequest, pk: int) -> LanguageModel:
    """Return a model that the team may see, by row number; 404 when there is none."""
    rows = LanguageModel.objects.visible_to(current_team(request)).select_related("server")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404("There is no such model.")
    return row


def version_of(request: HttpRequest, slug: str, number: int | None) -> SuiteVersion:
    """Return a version of a suite of the team, the newest without a number; 404 when there is none."""
    suite = get_for_team(request, Suite, slug=slug)
    version = suite.versions.filter(number=number).first() if number else suite.latest()
    if version is None:
        raise Http404(f"The suite {suite.slug} has no such version.")
    return version


def task_of(request: HttpRequest, slug: str, task: str, number: int | None) -> tuple[Task, SuiteVersion]:
    """Return a task of the team by name, and its version; 404 when there is none."""
    version = version_of(request, slug, number)
    row = version.tasks.filter(slug=task).first()
    if row is None:
        raise Http404(f"{version} has no such task.")
    return row, version


def task_of_team(team: Team, pk: int) -> Task:
    """Return a task of any version of the team's suites by number; 404 when there is none."""
    rows = Task.objects.filter(version__suite__team=team).select_related("version__suite__team")
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Http404("There is no such task in your team.")
    return row
