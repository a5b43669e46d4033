"""What differs between two versions of a suite, and between two versions of one of its tasks."""

from __future__ import annotations

from typing import TypedDict

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from evaluations.models import Suite, SuiteVersion, Task
from evaluations.queries.version_changes import TextChange, VersionChanges, changes_of, text_changes
from evaluations.records import Json
from evaluations.typed_template import TypedTemplate
from webapp.site.query_params import parse_number
from webapp.suites.text_diff import SideLine, side_by_side
from webapp.suites.version_pairs import two_tasks, two_versions


class VersionsPage(TypedDict):
    """version against before. titles: of the tasks of both versions, by slug. versions: all of the suite."""

    suite: Suite
    version: SuiteVersion
    before: SuiteVersion
    changes: VersionChanges
    titles: dict[str, str]
    versions: list[SuiteVersion]


class TaskVersionsPage(TypedDict):
    """texts: those that differ, each with its rows side by side. merged: the same for the script."""

    suite: Suite
    version: SuiteVersion
    before: SuiteVersion
    task: Task
    texts: list[tuple[TextChange, list[SideLine]]]
    merged: list[Json]


VERSIONS_PAGE = TypedTemplate("suites/versions.html", VersionsPage)
TASK_VERSIONS_PAGE = TypedTemplate("suites/task_versions.html", TaskVersionsPage)


def _two_versions(request: HttpRequest, slug: str) -> tuple[SuiteVersion, SuiteVersion]:
    number, against = (parse_number(request.GET.get(name, "")) for name in ("v", "against"))
    return two_versions(request, slug, number, against)


@require_GET
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    """Show tasks that were added, removed or changed, and their fields. `v` and `against` name the versions."""
    version, before = _two_versions(request, slug)
    changes = changes_of(version, before)
    assert changes is not None
    rows = Task.objects.filter(version__in=[before, version]).order_by("version__number")
    context: VersionsPage = {
        "suite": version.suite,
        "version": version,
        "before": before,
        "changes": changes,
        "titles": dict(rows.values_list("slug", "title")),
        "versions": list(version.suite.versions.order_by("-number")),
    }
    return VERSIONS_PAGE.response(request, context)


@require_GET
def task_versions(request: HttpRequest, slug: str, task_slug: str) -> HttpResponse:
    """Show the texts of a task that differ between two versions, side by side."""
    version, before = _two_versions(request, slug)
    new, old = two_tasks(version, before, task_slug)
    texts = text_changes(old, new)
    context: TaskVersionsPage = {
        "suite": version.suite,
        "version": version,
        "before": before,
        "task": new,
        "texts": [(text, side_by_side(text.before, text.after)) for text in texts],
        "merged": [{"path": text.name, "a": text.before, "b": text.after} for text in texts],
    }
    return TASK_VERSIONS_PAGE.response(request, context)
