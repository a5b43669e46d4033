"""The reference of a draft running in a frame, where what a person does becomes a check."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET

from evaluations.limits import MAX_PROPS
from evaluations.models import Task, TaskDraft
from evaluations.records import Kind
from evaluations.suites.rules import usual_entry
from webapp.previews.frame import LISTENER, PREVIEW, RECORDER, frame_document
from webapp.task_editor.lookup import draft_of


@require_GET
@xframe_options_exempt
def recording(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Return the document of the reference with the recorder, for a sandboxed frame. ?props=: JSON object."""
    if request.headers.get("Sec-Fetch-Dest", "iframe") != "iframe":
        return redirect("draft", slug=slug, pk=pk)
    draft = draft_of(request, slug, pk)
    try:
        props = _props(request.GET.get("props", ""))
    except ValueError as exc:
        return HttpResponse(str(exc), status=422, content_type="text/plain; charset=utf-8")
    task, files, entry = _running(draft)
    response = frame_document(request, task, files, entry, scripts=(LISTENER, RECORDER, PREVIEW), props=props)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _props(text: str) -> dict[str, Any]:
    """Return the component's props. Raises ValueError with a sentence."""
    if len(text) > MAX_PROPS:
        raise ValueError(f"The props have {len(text):,} characters; the limit is {MAX_PROPS:,}. Shorten them.")
    try:
        props = json.loads(text or "{}")
    except (json.JSONDecodeError, RecursionError):
        props = None
    if not isinstance(props, dict):
        raise ValueError(f'The props are {text[:80]}. Write a JSON object, like {{"items": ["a"]}}.')
    return props


def _running(draft: TaskDraft) -> tuple[Task, dict[str, str], str]:
    """Return the draft as a task that is not stored, its reference, and the file of it that is shown.

    A draft whose checks are still missing has a reference that can run.
    """
    fields = draft.fields
    entry = fields.get("entry", "").strip() or usual_entry(Kind(fields["kind"]), fields["language"])
    context = {path: text for path, text in fields.get("context", []) if path}
    spec = {"context": context, "entry_point": fields.get("entry_point", "").strip()}
    task = Task(kind=fields["kind"], language=fields["language"], spec=spec, fixtures=draft.fixtures)
    files = {path.strip() or entry: text for path, text in fields.get("reference", []) if text.strip()}
    return task, files, entry
