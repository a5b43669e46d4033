"""What the rows of the audit log say: a sentence for each operation, and the page of what it changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from evaluations.models import AuditEvent
from evaluations.models.audit import COMMAND_LINE

API = "api "
# Route of a page with a form, or name of a command: what was done.
SENTENCES: Mapping[str, str] = {
    "sign-in": "Sign in",
    "sign-in-failed": "Sign-in failed",
    "sign-in-by-link": "Sign in by a link",
    "people": "Add a person to the team",
    "person-role": "Change a member's role",
    "person-link": "Make a sign-in link for a member",
    "person-remove": "Remove a member from the team",
    "password": "Change the own password",
    "preferences": "Change the own preferences",
    "tokens": "Make an API token",
    "token-revoke": "Revoke an API token",
    "storage": "Free space",
    "storage-free": "Free space",
    "team-move": "Import an archive into the team",
    "editors-switch": "Switch the endpoint for editors on or off",
    "editors-recording": "Switch the own recording on or off",
    "recorded-change": "Change a recorded answer",
    "recorded-use": "Use a recorded answer",
    "webhooks": "Add a webhook",
    "webhook-test": "Send a test message to a webhook",
    "webhook-remove": "Remove a webhook",
    "prompt": "Submit a prompt",
    "prompt-templates": "Add a prompt to the library",
    "prompt-template": "Change a prompt of the library",
    "prompt-template-delete": "Delete a prompt of the library",
    "strategies": "Add a strategy",
    "strategy": "Change a strategy",
    "strategy-archive": "Stop offering a strategy",
    "model-probe": "Probe a model",
    "model-delete": "Delete a model from its server",
    "model-cutoff": "Change a model's training cut-off",
    "model-favourite": "Change the own favourite models",
    "model-use": "Choose a model for a purpose",
    "model-pull": "Download a model",
    "model-pull-cancel": "Cancel a model's download",
    "model-load": "Load a model",
    "model-unload": "Unload a model",
    "automatic": "Add a schedule for new models",
    "schedule-change": "Change a schedule for new models",
    "server-add": "Add a model server",
    "server-test": "Test a model server",
    "server": "Change a model server",
    "server-use": "Change a model server's settings",
    "server-measure": "Measure a model server",
    "server-use-measured": "Use a model server's measured settings",
    "server-refresh": "Refresh a model server",
    "server-remove": "Remove a model server",
    "run-act": "Control a run",
    "run-follow-up": "Follow up a prompt",
    "run-share": "Share a run by a link",
    "candidate-share": "Share an answer by a link",
    "share-revoke": "Revoke a read-only link",
    "keep": "Star, annotate or archive an item",
    "keep-delete": "Delete an item",
    "deleted-restore": "Restore a deleted item",
    "answer-add": "Add an answer to a task",
    "workbook-answer-add": "Add an answer to a workbook",
    "change-answers": "Change many answers",
    "change-undo": "Undo a bulk change",
    "trial-new": "Grade stored answers with a new version",
    "trial-apply": "Apply the verdicts of a new version",
    "trial-discard": "Discard the verdicts of a new version",
    "candidate-use": "Choose an answer for use",
    "candidate-edit": "Edit an answer",
    "candidate-fix": "Ask a model to fix an answer",
    "candidate-regrade": "Regrade an answer",
    "feedback-give": "Rate, comment or mark an answer",
    "in-use": "Choose a model for a purpose",
    "view-save": "Save a view",
    "view-change": "Change a saved view",
    "view-delete": "Delete a saved view",
    "suite-from-sheet": "Make a suite from a spreadsheet",
    "suite-renamed": "Make a suite under other names",
    "suite-from-files": "Make tasks from files",
    "suite-new": "Make a suite",
    "suite-edit": "Change a suite",
    "suite-clone": "Clone a suite",
    "suite-order": "Order the tasks of a suite",
    "suite-run": "Start a run",
    "suite-run-both": "Start runs of a suite and of its variant",
    "draft": "Save a task",
    "make-task": "Make a task",
    "task-edit": "Begin to edit a task",
    "task-act": "Archive, clone or move a task",
    "task-mark": "Mark a task as broken",
    "workbooks": "Upload a workbook",
    "workbook-matrix": "Start a run over several workbooks",
    "workbook-table": "Choose the table of a workbook",
    "workbook-reading": "Change how a workbook is read",
    "workbook-expected": "Change the expected data of a workbook",
    "workbook-delete": "Delete a workbook",
    "review-new": "Start a review",
    "review-import": "Import votes",
    "review-act": "Close, open or weigh in a review",
    "review-edit": "Change a review",
    "backup": "Make a backup",
    "restore": "Restore a backup",
    "free_space": "Free space",
    "sign_in_link": "Make a sign-in link",
    "api_token make": "Make an API token",
    "api_token revoke": "Revoke an API token",
    "export_team": "Export a team",
    "import_team": "Import a team",
}
# First part of a page's name, or of an address of the API: the noun, and the route of its page.
ITEM_PAGES: Mapping[str, tuple[str, str]] = {
    "run": ("run", "run"),
    "candidate": ("answer", "candidate"),
    "feedback": ("answer", "candidate"),
    "workbook": ("workbook", "workbook"),
    "suite": ("suite", "suite"),
    "task": ("suite", "suite"),
    "trial": ("trial", "trial"),
    "change": ("change", "change"),
    "model": ("model", "model-card"),
    "server": ("model server", "server"),
    "review": ("review", "review"),
    "conversation": ("conversation", "conversation"),
    "strategy": ("strategy", "strategy"),
    "prompt": ("prompt of the library", "prompt-template"),
}
OF_API = {"runs": "run", "candidates": "candidate", "workbooks": "workbook", "suites": "suite", "changes": "change"}
OF_API |= {"models": "model", "servers": "server", "campaigns": "review", "conversations": "conversation"}
GONE = re.compile(r"delete|remove|discard")
KEY = re.compile(r"\b(pk|slug|what|kind|act|task|candidate)=(\S+)")


@dataclass(frozen=True, slots=True)
class EventText:
    """One event in words. target: what was changed; url: its page, empty without one. by: page, token or command."""

    sentence: str
    target: str
    url: str
    by: str


def describe_event(event: AuditEvent) -> EventText:
    """Put an event into words."""
    target, url = _changed_item(event)
    return EventText(sentence_of(event.action), target, url, _by(event))


def sentence_of(action: str) -> str:
    """Return what was done. Operations of the API are named by verbs, like create_webhook."""
    if action.startswith(API):
        words = action.removeprefix(API).replace("_", " ")
        return words[:1].upper() + words[1:]
    return SENTENCES.get(action, action)


def actions_with_sentence_of(action: str) -> list[str]:
    """Return all operations that have the same sentence: a page and a command can do the same."""
    sentence = SENTENCES.get(action)
    return [action] if sentence is None else [name for name, other in SENTENCES.items() if other == sentence]


def _by(event: AuditEvent) -> str:
    if event.token:
        return "token"
    return "command" if event.name == COMMAND_LINE else "page"


def _changed_item(event: AuditEvent) -> tuple[str, str]:
    """Return the target in words, and the address of its page."""
    if event.action.startswith(API):
        family, _, rest = event.about.partition("/")
        kind, key = OF_API.get(family, ""), rest.partition("/")[0]
        return (f"{ITEM_PAGES[kind][0]} {key}", _url(kind, key, event.action)) if kind and key else (event.about, "")
    values = dict(KEY.findall(event.about))
    rest = KEY.sub("", event.about).strip()
    kind = values.get("kind", event.action.partition("-")[0])
    key = values.get("slug") or values.get("pk") or ""
    noun = ITEM_PAGES[kind][0] if kind in ITEM_PAGES else kind if "kind" in values else "number"
    words = [f"{noun} {key}" if key else "", values.get("act", values.get("what", "")), rest]
    return ", ".join(word for word in words if word), _url(kind, key, event.action)


def _url(kind: str, key: str, action: str) -> str:
    """Return the address of the target's page; empty when it has none or was deleted by this."""
    if not key or kind not in ITEM_PAGES or GONE.search(action):
        return ""
    try:
        return reverse(ITEM_PAGES[kind][1], args=[int(key) if key.isdigit() else key])
    except NoReverseMatch:  # the address of an operation that has no number at this place
        return ""
