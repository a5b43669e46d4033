"""Addresses and forms for requests to the pages of the small site, for each person."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.webapp.matrix_world import (
    MARK,
    NOWHERE,
    PART,
    PASSWORD,
    World,
    preference,
    run_suite,
    sheet,
    task_slugs,
    tasks_file,
)


def address(world: World, route: str, person: str, *, exists: bool = True) -> str:
    """Return a route's address for a person. exists: with existing rows, else with unknown ids and names."""
    for part, value in _route_parts(world, person, exists=exists):
        route = route.replace(part, value)
    assert "<" not in route, f"Say in tests/webapp/matrix_pages.py which row {route} is about."
    return "/" + route


def _row_ids(world: World) -> dict[str, int]:
    """Map the beginning of each address with an id to the id of its row."""
    return {
        "people": world.member.pk,
        "tokens": world.token.pk,
        "runs": world.run.pk,
        "candidates": world.candidate.pk,
        "changes/trials": world.trial.pk,
        "changes": world.change.pk,
        "conversations": world.conversation.pk,
        "tasks": world.task.pk,
        "keep/<slug:kind>": world.conversation.pk,
        "deleted": world.deletion.pk,
        "share": world.link.pk,
        "prompt/templates": world.template.pk,
        "models/automatic": world.schedule.pk,
        "prompt/strategies": world.strategy.pk,
        "webhooks": world.webhook.pk,
        "editors": world.recorded.pk,
        "edits": world.edit.pk,
        "views": world.view.pk,
        "models/servers": world.server.pk,
        "models": world.pulled.pk,
        "workbooks": world.workbook.pk,
        "drafts": world.draft.pk,
    }


def _route_parts(world: World, person: str, *, exists: bool) -> list[tuple[str, str]]:
    """Return the parts of routes with their values, the longest and most special ones first."""
    who = world.shown_to(person)
    campaign = str(world.campaign.pk if exists else NOWHERE)
    return [
        ("review/<int:pk>/rank/<str:token>", f"review/{campaign}/rank/{world.orderings[who].token}"),
        ("review/<int:pk>/single/<str:token>", f"review/{campaign}/single/{world.blind_ratings[who].token}"),
        ("review/<int:pk>/<str:token>", f"review/{campaign}/{world.pairs[who].token}"),
        ("review/<int:pk>/act/<slug:what>", f"review/{campaign}/act/pause"),
        ("review/<int:pk>", f"review/{campaign}"),
        ("<str:letter>", "a"),
        ("<path:rest>", "none/"),
        ("<path:name>", "none.png"),
        ("<str:side>", "a"),
        ("<int:task>", str(world.task.pk)),
        ("<int:candidate>", str(world.read.pk)),
        ("keep/<slug:kind>/<int:pk>/<slug:act>", "keep/<slug:kind>/<int:pk>/star"),
        ("<slug:act>", "regrade"),
        ("<slug:form>", "json"),
        ("feedback/<slug:what>", "feedback/comment"),
        ("<str:secret>", "unknown"),
        ("probe/<str:token>", "probe/none"),
        ("try/<str:token>", "try/none"),
        ("uploads/<slug:token>", "uploads/none"),
        ("mutants/<str:token>", "mutants/none"),
        ("checks/<str:token>", "checks/none"),
        ("<slug:slug>", world.run.suite_version.suite.slug if exists else "no-such-suite"),
        ("<slug:task_slug>", world.task.slug),
        *((f"{name}/<int:pk>", f"{name}/{number if exists else NOWHERE}") for name, number in _row_ids(world).items()),
        ("<slug:kind>", "conversation"),
    ]


def queries(world: World) -> dict[str, str]:
    """Return the query strings that routes need, by name of route."""
    book = f"w={world.workbook.pk}"
    return {
        "answers-against": f"a={world.candidate.pk}&b={world.second.pk}",
        "workbook-matrix": book,
        "workbook-matrix-export": book,
        "prompt-wording": f"workbook={world.workbook.pk}",
        "search": f"q={PART}",
        "change-answers": f"run={world.run.pk}",
        "workbook-cells": "sheet=0&piece=0",
        "make-task": f"task={world.task.pk}",
    }


def form(world: World, name: str, person: str) -> dict[str, Any]:
    """Return a full, valid form for a route; empty for a route that is only a button."""
    forms = {
        **_account_forms(world, person),
        **_model_forms(world),
        **_prompt_forms(world),
        **_answer_forms(),
        **_suite_forms(world),
        **_workbook_forms(world),
        **_review_forms(world, person),
    }
    return forms.get(name, {})


def _sampling(world: World) -> dict[str, Any]:
    return {"models": [world.model.pk], "n_samples": 1, "temperature": "0.2", "seed": 1, "max_tokens": 64}


def _account_forms(world: World, person: str) -> dict[str, dict[str, Any]]:
    return {
        "sign-in": {"username": f"{MARK}-boss", "password": PASSWORD},
        "people": {"username": "new", "role": "viewer"},
        "password": {"new_password1": PASSWORD, "new_password2": PASSWORD},
        "choose-team": {"team": world.team.pk},
        "person-role": {"role": "viewer"},
        "tokens": {"name": "mine", "scopes": ["review" if person == "reviewer" else "read"], "days": "30"},
        "preferences": {"theme": "dark", "n_samples": 2},
        "theme": {"theme": "dark"},
        "recorded-use": {"act": "conversation"},
        "webhooks": {"url": "https://ci.example/hook"},
        "view-save": {"page": "runs", "name": "mine", "query": "state=done"},
        "view-change": {"name": "other"},
    }


def _model_forms(world: World) -> dict[str, dict[str, Any]]:
    server = {"server-name": "new-box", "server-kind": "openai", "server-base_url": "http://127.0.0.1:9"}
    return {
        "automatic": {"suites": [run_suite(world)], "from_hour": 0, "to_hour": 6, "n_samples": 1},
        "schedule-change": {"act": "pause"},
        "model-favourite": {"is_favourite": "1"},
        "model-pull": {"pull-server": world.server.pk, "pull-name": "new:1b"},
        "server-add": server,
        "server-test": server,
        "server": {"name": f"{MARK}-box", "base_url": "http://127.0.0.1:9"},
        "server-use": {"keep_alive_s": 600, "n_requests": "", "n_threads": "", "first_token_s": 900, "silence_s": 180},
        "model-use": {"purpose": "excel"},
        "in-use": {"purpose": "excel", "model": world.model.pk},
    }


def _prompt_forms(world: World) -> dict[str, dict[str, Any]]:
    prompt = {
        "prompt": "A button",
        "kind": "component",
        "language": "tsx",
        "strategy": "plain",
        **_sampling(world),
    }
    return {
        "prompt-templates": {"title": "New", "text": "A {fruit}", "kind": "component"},
        "strategies": {"name": "short", "system": "Be short."},
        "strategy": {"name": "own", "system": "Be short."},
        "prompt-template": {"title": "New", "text": "A {fruit}", "kind": "component"},
        "prompt": prompt,
        "prompt-preview": prompt,
        "run-follow-up": {"change": "Make it dark"},
    }


def _answer_forms() -> dict[str, dict[str, Any]]:
    return {
        "change-answers": {"key": "another"},
        "feedback-give": {"text": "Well done"},
        "candidate-edit": {"file:answer.tsx": "export default () => null;"},
        "answer-add": {"model": "gpt-4o", "answer": "export default 1;"},
        "workbook-answer-add": {"model": "gpt-4o", "answer": "export default 1;"},
    }


def _suite_forms(world: World) -> dict[str, dict[str, Any]]:
    return {
        "suite-from-sheet": {"title": "New", "file": SimpleUploadedFile("tasks.xlsx", tasks_file())},
        "make-task": {"title": "New", "suite": ""},
        "suite-from-files": {"files": SimpleUploadedFile("tasks.xlsx", tasks_file())},
        "suite-new": {"title": "New"},
        "suite-edit": {"title": "New"},
        "suite-clone": {"title": "New"},
        "suite-order": {"task": task_slugs(world), "place": [1] * len(task_slugs(world))},
        "draft": {"revision": 1, "title": "New"},
        "draft-save": {"revision": 1, "title": "New"},
        "task-act": {"act": "archive"},
        "suite-run": {**_sampling(world), "strategies": ["plain"]},
        "suite-run-both": {**_sampling(world), "strategies": ["plain"]},
    }


def _workbook_forms(world: World) -> dict[str, dict[str, Any]]:
    return {
        "workbooks": {"file": sheet()},
        "workbook-matrix": {**_sampling(world), "wording": "seed"},
        "workbook-reading": {"encoding": "cp1252"},
        "workbook-expected": {
            "sheet": world.workbook.preview["sheets"][0]["name"],
            "header_row": 1,
            "columns": ["A"],
            "dates": "any",
            "blanks": "skip_rows",
            "shape": "any",
        },
    }


def _review_forms(world: World, person: str) -> dict[str, dict[str, Any]]:
    campaign = {"title": "New", "runs": [world.run.pk], "votes_per_pair": 2}
    ordering = world.orderings[world.shown_to(person)]
    return {
        "review-new": campaign,
        "review-edit": campaign,
        "review-import": {"file": SimpleUploadedFile("pairs.jsonl", preference(world).encode())},
        "review-ordering-store": {f"place-{letter}": 1 for letter, _ in zip("abcd", ordering.candidates, strict=False)},
        "review-single-store": {"stars": "3"},
        "review-store": {"choice": "left"},
    }
