"""Two versions of a suite that an address names, and the same task in both."""

from __future__ import annotations

from django.http import Http404, HttpRequest

from evaluations.models import SuiteVersion, Task
from evaluations.queries.version_changes import previous_version
from webapp.site.lookup import version_of


def two_versions(
    request: HttpRequest, slug: str, number: int | None, against: int | None
) -> tuple[SuiteVersion, SuiteVersion]:
    """Return a version, by default the newest, and the one it is compared with, by default the previous one."""
    version = version_of(request, slug, number)
    before = version_of(request, slug, against) if against else previous_version(version)
    if before is None:
        raise Http404("It is the first version: there is none before it.")
    return version, before


def two_tasks(version: SuiteVersion, before: SuiteVersion, slug: str) -> tuple[Task, Task]:
    """Return the task in both versions; 404 where one lacks it."""
    return _task(version, slug), _task(before, slug)


def _task(version: SuiteVersion, slug: str) -> Task:
    task = version.tasks.filter(slug=slug).first()
    if task is None:
        raise Http404(f"{version} has no task “{slug[:80]}”.")
    return task
