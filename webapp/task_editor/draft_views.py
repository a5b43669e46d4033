"""The editor of one task: text is saved while it is typed, tried beside the form, and kept when the conditions of entry
are met.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from evaluations import job_data
from evaluations.actions.proposed_checks import models_to_ask
from evaluations.actions.task_drafts import (
    keep_draft,
    read_draft,
    require_editable,
    save_draft,
    save_fixture,
    why_not_kept,
)
from evaluations.errors import SuiteError
from evaluations.models import TaskDraft
from evaluations.queries.entry_conditions import check_of
from webapp.site.access import is_htmx
from webapp.task_editor import tries
from webapp.task_editor.draft_files import add_fixture
from webapp.task_editor.lookup import draft_of
from webapp.task_editor.page import KINDS, LANGUAGES, field_views, list_views, read_typed
from webapp.task_editor.posted import changes_of, revision_of

ADD, REMOVE = "add-", "remove-fixture:"


@require_http_methods(["GET", "POST"])
def draft(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show the form; a POST saves it and runs the pressed button's action."""
    row = draft_of(request, slug, pk)
    if request.method == "GET":
        return _page(request, row)
    try:
        require_editable(row.suite)
        saved = save_draft(row.pk, revision_of(request.POST), changes_of(request.POST), request.user)
        row = draft_of(request, slug, pk)
        if saved.conflicts:
            return _page(request, row, conflicts=saved.conflicts, typed=changes_of(request.POST), status=409)
        return _act(request, row)
    except (ValueError, SuiteError) as exc:
        return _page(request, row, typed=changes_of(request.POST), problem=str(exc), status=422)


def _act(request: HttpRequest, row: TaskDraft) -> HttpResponse:
    """Run the pressed button's action on a saved draft."""
    act = request.POST.get("act", "")
    if file := request.FILES.get("fixture"):
        add_fixture(row, file, request.user)
    if act == "try":
        token = _try(request, row)
        return redirect(f"{request.path}?try={token}#try")
    if act == "keep":
        title = row.title
        version = keep_draft(row)
        messages.success(request, f"“{title}” is in the suite: version {version.number}.")
        return redirect("suite-edit", slug=row.suite.slug)
    if act.startswith(REMOVE):
        save_fixture(row.pk, act.removeprefix(REMOVE), None, request.user)
    if act.startswith(ADD):
        return _page(request, row, added=act.removeprefix(ADD))
    return redirect("draft", slug=row.suite.slug, pk=row.pk)


def _try(request: HttpRequest, row: TaskDraft) -> str:
    read = read_draft(row)
    if read.spec is None:
        raise SuiteError(f"It cannot be tried yet: {read.faults[0].message}")
    with_stored = request.POST.get("stored") == "1"
    return tries.start_try(row, read.spec, request.user, request.POST.get("answer", ""), with_stored=with_stored)


def _page(
    request: HttpRequest,
    row: TaskDraft,
    *,
    conflicts: Any = None,
    typed: Any = None,
    problem: str = "",
    added: str = "",
    status: int = 200,
) -> HttpResponse:
    typed = {**row.fields, **(typed or {})}
    read = read_typed(row, typed)
    token = request.GET.get("try", "")
    result = job_data.answer_of(token) if token else None
    # Do not show errors of fields that are still empty.
    read_shown = read if row.revision > 1 or row.task_slug or status != 200 else type(read)(spec=read.spec, faults=())
    others = row.changed_by is not None and row.changed_by != request.user
    context = {
        "draft": row,
        "suite": row.suite,
        "fields": field_views(typed, read_shown, conflicts or {}),
        "lists": list_views(typed, read_shown, conflicts or {}, added),
        "kinds": KINDS,
        "languages": LANGUAGES,
        "conflicts": conflicts,
        "trouble": problem,
        "answer": request.POST.get("answer", ""),
        "is_edited_by_other": others and (now() - row.changed_at).total_seconds() < 300,
        "n_stored": len(tries.stored_answers(row)),
        "models": models_to_ask(row.suite.team),
        "reason": why_not_kept(row),
        **_try_context(row, token, result),
    }
    response = render(request, "task_editor/task_editor.html", context, status=status)
    if token and not (result and result["is_done"]):
        response["Refresh"] = "1"  # this address is opened without JavaScript alone
    return response


def _try_context(row: TaskDraft, token: str, result: Any) -> dict[str, Any]:
    read = read_draft(row)
    check = check_of(read.spec, row.fixtures) if read.spec else None
    flips = [line for line in (result or {}).get("rows", ()) if line["about"] == "stored" and _is_flip(line)]
    return {"token": token, "result": result, "check": check, "n_flips": len(flips)}


def _is_flip(line: Any) -> bool:
    """Whether a graded answer would get another verdict."""
    return bool(line["verdict"]) and (line["verdict"] == "passed") != (line["before"] == "passed")


@require_http_methods(["GET", "POST"])
def save(request: HttpRequest, slug: str, pk: int) -> JsonResponse:
    """For the page's script: return the draft's state; a POST first saves the changed fields.

    Conflicts and errors are answered with 200, because a browser logs other statuses as errors of the page.
    """
    row = draft_of(request, slug, pk)
    conflicts: Any = {}
    by = row.changed_by.get_username() if row.changed_by else ""
    if request.method == "POST":
        try:
            require_editable(row.suite)
            saved = save_draft(row.pk, revision_of(request.POST), changes_of(request.POST), request.user)
        except (ValueError, SuiteError) as exc:
            return JsonResponse({"trouble": str(exc)})
        row, conflicts, by = draft_of(request, slug, pk), saved.conflicts, saved.changed_before_by
    since = revision_of(request.GET or request.POST)
    newer = {name: row.fields[name] for name, at in row.field_revisions.items() if at > since and name in row.fields}
    faults = [{"field": f.field, "row": f.row, "message": f.message} for f in read_draft(row).faults]
    answer = {
        "revision": row.revision,
        "by": by,
        "is_own": by == request.user.get_username(),
        "fields": newer,
        "conflicts": conflicts,
        "faults": faults,
        "reason": why_not_kept(row),
    }
    return JsonResponse(answer)


def _told(request: HttpRequest, status: int) -> int:
    """The status of a refusal; 200 for the page's script, which shows the sentence."""
    return 200 if is_htmx(request) else status


@require_POST
def try_now(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Start a try of the draft as it is saved; the part that shows it, which the page's script asks for again."""
    row = draft_of(request, slug, pk)
    try:
        token = _try(request, row)
    except tries.TooManyTriesError as exc:
        return render(request, "task_editor/_try.html", {"trouble": str(exc), "draft": row}, status=_told(request, 429))
    except SuiteError as exc:
        return render(request, "task_editor/_try.html", {"trouble": str(exc), "draft": row}, status=_told(request, 422))
    return render(
        request, "task_editor/_try.html", {"draft": row, "suite": row.suite, **_try_context(row, token, None)}
    )


@require_GET
def try_result(request: HttpRequest, slug: str, pk: int, token: str) -> HttpResponse:
    """Show the results of the try so far."""
    row = draft_of(request, slug, pk)
    context = {"draft": row, "suite": row.suite, "reason": why_not_kept(row)}
    return render(request, "task_editor/_try.html", context | _try_context(row, token, job_data.answer_of(token)))


@require_POST
def propose(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Have a worker propose mutants; the part that shows them, which the page's script asks for again."""
    row = draft_of(request, slug, pk)
    read = read_draft(row, may_lack_checks=True)
    context: dict[str, Any] = {"draft": row, "suite": row.suite}
    if read.spec is None:
        problem = f"Mutants cannot be proposed yet: {read.faults[0].message}"
        return render(request, "task_editor/_mutants.html", context | {"trouble": problem}, status=_told(request, 422))
    try:
        token = tries.start_mutants(row, read.spec, request.user)
    except tries.TooManyTriesError as exc:
        return render(request, "task_editor/_mutants.html", context | {"trouble": str(exc)}, status=_told(request, 429))
    if not is_htmx(request):
        return redirect("draft-mutants", slug=slug, pk=pk, token=token)
    return render(request, "task_editor/_mutants.html", context | {"mutants_token": token})


@require_http_methods(["GET", "POST"])
def mutants(request: HttpRequest, slug: str, pk: int, token: str) -> HttpResponse:
    """The proposed mutants; posted, the ticked ones are added to the draft."""
    row = draft_of(request, slug, pk)
    result = job_data.answer_of(token)
    if request.method == "POST":
        _add_mutants(row, result, request)
        return redirect("draft", slug=slug, pk=pk)
    context = {"draft": row, "suite": row.suite, "mutants_token": token, "proposed": result, **_score_of(result)}
    if not is_htmx(request):
        response = render(request, "task_editor/mutants.html", context)
        if not result:
            response["Refresh"] = "1"
        return response
    return render(request, "task_editor/_mutants.html", context)


def _score_of(result: Any) -> dict[str, Any]:
    rows = list(enumerate(result["mutants"])) if result else []
    refused = [(at, row) for at, row in rows if row["is_refused"]]
    survivors = [(at, row) for at, row in rows if not row["is_refused"]]
    score = len(refused) / len(rows) if rows else None
    return {"refused": refused, "survivors": survivors, "score": score, "n_mutants": len(rows)}


def _add_mutants(row: TaskDraft, result: Any, request: HttpRequest) -> None:
    proposed = result["mutants"] if result else []
    ticked = [int(text) for text in request.POST.getlist("mutant") if text.isdecimal() and int(text) < len(proposed)]
    taken = {name for name, *_ in row.fields["mutants"]}
    added = []
    for at in ticked:
        label = f"{proposed[at]['mutator']}-{proposed[at]['line']}"
        name = next(name for n in range(len(taken) + 2) if (name := f"{label}-{n}" if n else label) not in taken)
        taken.add(name)
        added.append([name, proposed[at]["path"], proposed[at]["text"]])
    save_draft(row.pk, row.revision, {"mutants": [*row.fields["mutants"], *added]}, request.user)
    messages.success(request, f"{len(added)} mutant{'' if len(added) == 1 else 's'} added.")


@require_POST
def discard(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Discard a draft; the task in the suite stays unchanged."""
    row = draft_of(request, slug, pk)
    messages.success(request, f"The draft of “{row.title}” was thrown away.")
    row.delete()
    return redirect("suite-edit", slug=slug)
