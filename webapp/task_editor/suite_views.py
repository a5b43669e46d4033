"""Suites that a team writes: new, described, cloned; their tasks edited, ordered, archived and moved."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.actions import own_suites, task_drafts
from evaluations.errors import SuiteError
from evaluations.models import Membership, Suite, SuiteVersion, Task, TaskDraft
from evaluations.queries.entry_conditions import EntryConditions, conditions_of_tasks
from evaluations.queries.version_changes import VersionChanges, changes_of
from evaluations.tasks import suite_jobs
from evaluations.typed_template import TypedTemplate
from webapp.site.access import current_team, require_role
from webapp.task_editor.lookup import draft_of, editable_suites, newest_task, suite_of
from webapp.task_editor.page import draft_rows

N_VERSIONS = 5  # whose changes are shown


class SuiteTexts(TypedDict):
    """As typed."""

    title: str
    description: str
    licence: str


class NewSuitePage(SuiteTexts):
    """The form of a new suite."""

    error: str


class EditSuitePage(TypedDict):
    """rows: tasks with their conditions and their draft. drafts, archived: each with the reason why it is not kept.

    targets: suites that a task can be moved to. n_untried: tasks whose conditions were not tried.
    n_again: tasks that did not meet them, or were tried with an older version of the checks.
    """

    suite: Suite
    version: SuiteVersion | None
    rows: list[tuple[Task, EntryConditions, TaskDraft | None]]
    drafts: list[tuple[TaskDraft, str]]
    archived: list[tuple[TaskDraft, str]]
    changes: list[VersionChanges]
    targets: list[Suite]
    is_editable: bool
    error: str
    n_untried: int
    n_again: int


NEW_SUITE_PAGE = TypedTemplate("task_editor/suite_new.html", NewSuitePage)
EDIT_SUITE_PAGE = TypedTemplate("task_editor/suite_edit.html", EditSuitePage)


@require_http_methods(["GET", "POST"])
def new_suite(request: HttpRequest) -> HttpResponse:
    """Show the form of a new suite; posted, make an empty suite to put tasks in."""
    team = current_team(request)
    require_role(request, Membership.Role.MEMBER)
    texts = _texts(request.POST)
    if request.method == "GET":
        return NEW_SUITE_PAGE.response(request, {**texts, "error": ""})
    try:
        suite = own_suites.new_suite(team, **texts)
    except SuiteError as exc:
        return NEW_SUITE_PAGE.response(request, {**texts, "error": str(exc)}, 422)
    return redirect("suite-edit", slug=suite.slug)


def _texts(data: QueryDict) -> SuiteTexts:
    title, description, licence = (
        data.get(name, "").replace("\r\n", "\n") for name in ("title", "description", "licence")
    )
    return {"title": title, "description": description, "licence": licence}


@require_http_methods(["GET", "POST"])
def edit_suite(request: HttpRequest, slug: str) -> HttpResponse:
    """Show tasks with their conditions of entry, drafts with the reason why they are not tasks yet, the archive."""
    suite = suite_of(request, slug)
    if request.method == "GET":
        return _page(request, suite)
    readme = request.POST.get("readme", suite.readme)
    return _act_and_return(request, suite, lambda: _describe(suite, _texts(request.POST), readme), "Saved.")


def _describe(suite: Suite, texts: SuiteTexts, readme: str) -> None:
    task_drafts.require_editable(suite)
    own_suites.describe_suite(suite, **texts, readme=readme)


def _page(request: HttpRequest, suite: Suite, *, problem: str = "", status: int = 200) -> HttpResponse:
    newest = suite.latest()
    rows = list(newest.tasks.order_by("position")) if newest else []
    conditions = conditions_of_tasks(rows)
    drafts = draft_rows(suite, is_archived=False)
    being_edited = {draft.task_slug: draft for draft, _ in drafts if draft.task_slug}
    versions = list(suite.versions.order_by("-number")[: N_VERSIONS + 1])
    context: EditSuitePage = {
        "suite": suite,
        "version": newest,
        "rows": [(task, conditions[task.pk], being_edited.get(task.slug)) for task in rows],
        "drafts": drafts,
        "archived": draft_rows(suite, is_archived=True),
        "changes": [changes for version in versions[:N_VERSIONS] if (changes := changes_of(version))],
        "targets": [target for target in editable_suites(suite) if target.pk != suite.pk],
        "is_editable": suite.origin == Suite.Origin.WRITTEN,
        "error": problem,
        "n_untried": sum(state.state == "untried" and not state.rows for state in conditions.values()),
        "n_again": sum(state.state == "unmet" or state.is_outdated for state in conditions.values()),
    }
    return EDIT_SUITE_PAGE.response(request, context, status)


def _act_and_return(request: HttpRequest, suite: Suite, act: Callable[[], object], message: str) -> HttpResponse:
    """Do it, and go back to the suite; a sentence when it cannot be done."""
    try:
        act()
    except (SuiteError, ValueError) as exc:
        return _page(request, suite, problem=str(exc), status=422)
    messages.success(request, message)
    return redirect("suite-edit", slug=suite.slug)


@require_POST
def clone_suite(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a copy that can be edited."""
    suite = suite_of(request, slug)
    try:
        copy = own_suites.clone_suite(suite, request.POST.get("title", "") or f"{suite.title} copy"[:200])
    except SuiteError as exc:
        return _page(request, suite, problem=str(exc), status=422)
    if version := copy.latest():
        suite_jobs.try_conditions(version)
    messages.success(request, f"“{copy.title}” has the tasks of “{suite.title}”, and can be edited.")
    return redirect("suite-edit", slug=copy.slug)


@require_POST
def order(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the tasks in the order of the numbers beside them; equal numbers keep their order."""
    suite = suite_of(request, slug)
    slugs, places = request.POST.getlist("task"), request.POST.getlist("place")
    numbered = [
        (int(place) if place.strip().isdecimal() else 10_000, at, name)
        for at, (name, place) in enumerate(zip(slugs, places, strict=False))
    ]
    ordered = [name for _, _, name in sorted(numbered)]
    return _act_and_return(request, suite, lambda: task_drafts.order_tasks(suite, ordered), "The order was stored.")


@require_POST
def try_suite(request: HttpRequest, slug: str) -> HttpResponse:
    """Have a worker try the conditions of entry of every task that was not tried yet.

    again: also of those that did not meet them, or were tried with an older version of the checks.
    """
    suite = suite_of(request, slug)
    if newest := suite.latest():
        suite_jobs.try_conditions(newest, again="again" in request.POST)
    messages.success(request, "The tasks are tried one after the other. Load the page again to see how far it is.")
    return redirect("suite-edit", slug=suite.slug)


@require_POST
def new_task(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a new draft, opened in the editor."""
    suite = suite_of(request, slug)
    try:
        draft = task_drafts.new_draft(suite, {"licence": suite.licence}, request.user)
    except SuiteError as exc:
        return _page(request, suite, problem=str(exc), status=422)
    return redirect("draft", slug=suite.slug, pk=draft.pk)


@require_POST
def edit_task(request: HttpRequest, slug: str, task_slug: str) -> HttpResponse:
    """Open the draft of a task; create it if the task has no draft."""
    suite = suite_of(request, slug)
    task = newest_task(suite, task_slug)
    try:
        draft = task_drafts.open_draft(suite, task, request.user)
    except SuiteError as exc:
        return _page(request, suite, problem=str(exc), status=422)
    return redirect("draft", slug=suite.slug, pk=draft.pk)


@require_POST
def act_on_task(request: HttpRequest, slug: str, task_slug: str) -> HttpResponse:
    """Archive, clone or move a task; `to` names the other suite."""
    suite = suite_of(request, slug)
    task = newest_task(suite, task_slug)
    act, target_slug = request.POST.get("act", ""), request.POST.get("to", "") or suite.slug
    target = suite if target_slug == suite.slug else suite_of(request, target_slug)
    try:
        if act == "archive":
            task_drafts.archive_task(suite, task.slug, request.user)
            messages.success(request, f"“{task.title}” is in the archive of this suite.")
            return redirect("suite-edit", slug=suite.slug)
        if act not in ("clone", "move"):
            raise SuiteError(f'"{act[:40]}" cannot be done with a task. Choose archive, clone or move.')
        do = task_drafts.clone_task if act == "clone" else task_drafts.move_task
        draft = do(task, target, request.user)
    except SuiteError as exc:
        return _page(request, suite, problem=str(exc), status=422)
    return redirect("draft", slug=target.slug, pk=draft.pk)


@require_POST
def restore(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take a task out of the archive."""
    draft = draft_of(request, slug, pk)
    suite = draft.suite
    try:
        version = task_drafts.restore_task(draft)
    except SuiteError as exc:
        return _page(request, suite, problem=str(exc), status=422)
    if version is None:
        return redirect("draft", slug=slug, pk=TaskDraft.objects.get(pk=pk).pk)
    messages.success(request, f"“{draft.title}” is in the suite again: version {version.number}.")
    return redirect("suite-edit", slug=slug)
