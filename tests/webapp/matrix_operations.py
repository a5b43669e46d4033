"""Addresses, bodies and uploads for requests to the API of the small site, for each person."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.webapp.addresses import CSV
from tests.webapp.matrix_world import MARK, NOWHERE, PART, World, preference, task_slugs, tasks_file


def parameters(world: World, person: str, *, exists: bool = True) -> dict[str, str]:
    """Return the values for the API's addresses, by their names in the path."""
    numbers = {
        "person": world.member.pk,
        "token": world.token.pk,
        "model": world.pulled.pk,
        "server": world.server.pk,
        "workbook": world.workbook.pk,
        "candidate": world.candidate.pk,
        "run": world.run.pk,
        "change": world.change.pk,
        "trial": world.trial.pk,
        "conversation": world.conversation.pk,
        "item": world.conversation.pk,
        "thing": world.conversation.pk,
        "deletion": world.deletion.pk,
        "link": world.link.pk,
        "draft": world.draft.pk,
        "template": world.template.pk,
        "strategy": world.strategy.pk,
        "schedule": world.schedule.pk,
        "webhook": world.webhook.pk,
        "edit": world.edit.pk,
        "view": world.view.pk,
        "campaign": world.campaign.pk,
        "suite": world.run.suite_version.suite.slug,
    }
    params = {name: str(value if exists else NOWHERE) for name, value in numbers.items()}
    return params | {
        "act": "pause",
        "purpose": "excel",
        "kind": "pairs",
        "items": "conversation",
        "letter": "a",
        "task": world.task.slug,
        "comment": str(world.comment.pk),
    }


def path(world: World, template_: str, operation: str, person: str, *, exists: bool = True) -> str:
    """Return an operation's address for a person."""
    params = parameters(world, person, exists=exists)
    who = world.shown_to(person)
    if "/orderings/" in template_:
        params["token"] = world.orderings[who].token
    elif "/single-answers/" in template_ or "/solos/" in template_:
        params["token"] = world.blind_ratings[who].token
    elif template_.startswith("/api/v1/campaigns/"):
        params["token"] = world.pairs[who].token
    if "/items/" in template_ or "/kept/" in template_:
        params["kind"] = params["items"]
    if "comparisons" in template_:
        params["candidate"] = str(world.read.pk)
    for name, value in params.items():
        template_ = template_.replace(f"{{{name}}}", value)
    assert "{" not in template_, f"Say in tests/webapp/matrix_operations.py which row {template_} is about."
    query = api_queries(world).get(operation, "")
    return f"{template_}?{query}" if query else template_


def api_queries(world: World) -> dict[str, str]:
    """Return the query strings that operations need, by operation."""
    run = world.run.pk
    a, b = (f"{run}:{model.model_id}" for model in world.run.chosen.select_related("server").order_by("pk")[:2])
    return {
        "get_workbook_matrix": f"workbook={world.workbook.pk}",
        "search": f"q={PART}",
        "export_workbook_matrix": f"workbook={world.workbook.pk}",
        "diff_versions": "a=1&b=1",
        "compare_answers": f"a={world.candidate.pk}&b={world.second.pk}",
        "compare_pair": f"a={a}&b={b}",
        "compare_with_others": f"run={run}",
        "compare_with_baseline": f"baseline={run}",
        "get_figures": f"run={run}",
        "get_try": "token=none",
        "get_mutants": "token=none",
        "get_proposed_checks": "token=none",
        "cancel_checks": "token=none",
        "remove_draft_file": "name=sales.csv",
        "get_draft_file": "name=sales.csv",
        "get_task_file": "name=sales.csv",
        "list_history": f"suite={world.run.suite_version.suite.slug}",
        "get_task_results": f"suite={world.run.suite_version.suite.slug}&task={world.task.slug}",
    }


def bodies(world: World, person: str) -> dict[str, Any]:
    """Return a full, valid body for each operation that takes one."""
    return {
        **_team_bodies(world),
        **_model_bodies(world),
        **_prompt_bodies(world),
        **_workbook_bodies(world),
        **_suite_bodies(world),
        **_answer_bodies(world),
        **_review_bodies(world, person),
    }


def _settings(world: World) -> dict[str, Any]:
    return {"models": [world.model.model_id], "n_samples": 1, "max_tokens": 64}


def _team_bodies(world: World) -> dict[str, Any]:
    return {
        "add_member": {"username": "new", "role": "viewer"},
        "change_member_role": {"role": "viewer"},
        "create_webhook": {"url": "https://ci.example/hook"},
        "free_storage": {},
        "export_own_account": {"password": "none"},
        "delete_own_account": {"name": "somebody", "password": "none"},
        "change_preferences": {"theme": "dark"},
        "save_filter": {"page": "runs", "name": "mine", "query": "state=done"},
        "change_saved_view": {"name": "other"},
        "make_share_link": {"run": world.run.pk},
    }


def _model_bodies(world: World) -> dict[str, Any]:
    server = {"name": "new-box", "base_url": "http://127.0.0.1:9", "kind": "openai", "api_key": "sk"}
    return {
        "pull_model": {"server": world.server.slug, "name": "new:1b"},
        "create_server": server,
        "test_server": server,
        "change_model_server": {"name": world.server.slug, "base_url": "http://127.0.0.1:9"},
        "change_server_settings": {"keep_alive_s": 600},
        "change_training_cutoff": {"training_cutoff": "2023-12"},
        "use_model_for": {"model": world.model.model_id},
        "create_schedule": {"suites": [world.run.suite_version.suite.slug]},
        "change_schedule": {"is_active": False},
    }


def _prompt_bodies(world: World) -> dict[str, Any]:
    prompt = {"prompt": "A button", **_settings(world)}
    return {
        "preview_prompt": prompt,
        "submit_prompt": prompt,
        "preview_follow_up": {"change": "Make it dark"},
        "create_strategy": {"name": "short", "system": "Be short."},
        "create_template": {"title": "New", "text": "A {fruit}"},
        "change_template": {"title": "New", "text": "A {fruit}"},
        "fill_template": {"values": {"fruit": "pear"}},
        "add_conversation_version": {"change": "Make it dark"},
        "create_run": {"suite": world.run.suite_version.suite.slug, **_settings(world)},
    }


def _workbook_bodies(world: World) -> dict[str, Any]:
    files = {"workbooks": [world.workbook.pk], **_settings(world)}
    expected_data = {"sheet": world.workbook.preview["sheets"][0]["name"], "header_row": 1, "columns": ["A"]}
    return {
        "preview_workbook_prompts": files,
        "run_on_workbooks": files,
        "change_workbook_reading": {"encoding": "cp1252"},
        "change_workbook_truth": expected_data,  # the old name
        "change_workbook_expected": expected_data,
    }


def _suite_bodies(world: World) -> dict[str, Any]:
    return {
        "write_suite": {"title": "New"},
        "describe_suite": {"title": "New"},
        "clone_suite": {"title": "New"},
        "order_tasks": {"tasks": task_slugs(world)},
        "clone_task": {},
        "move_task": {"to": world.run.suite_version.suite.slug},
        "create_draft": {"task": world.task.slug},
        "change_draft": {"revision": 1, "fields": {"title": "New"}},
        "try_draft": {},
        "make_renamed_variant": {},
        "ask_for_checks": {"model": world.model.model_id},
        "add_proposed_checks": {"token": "none", "tests": [0]},
    }


def _answer_bodies(world: World) -> dict[str, Any]:
    change = {"kind": "regrade", "run": [world.run.pk]}
    return {
        "add_answer": {"model": "gpt-4o", "text": "export default 1;", "task": world.task.pk},
        "edit_candidate": {"files": {"answer.tsx": "export default () => null;"}},
        "change_item": {"tags": ["best"], "note": "good"},
        "change_kept": {"tags": ["best"], "note": "good"},
        "rate_candidate": {"stars": 4, "reasons": ["looks"], "note": ""},
        "add_comment": {"text": "Well done"},
        "mark_candidate": {"note": "good"},
        "mark_task": {"note": "broken"},
        "preview_change": change,
        "create_change": change,
        "start_trial": {},
    }


def _review_bodies(world: World, person: str) -> dict[str, Any]:
    letters = "abcd"[: len(world.orderings[world.shown_to(person)].candidates)]
    return {
        "vote_on_pair": {"choice": "left"},
        "store_order": {"places": dict.fromkeys(letters, 1)},
        "rate_single_answer": {"stars": 3},
        "rate_solo": {"stars": 3},
        "create_campaign": {"title": "New", "runs": [world.run.pk]},
        "change_campaign": {"title": "Other title"},
        "weigh_reviewer": {"voter": f"reviewer-{User.objects.get(username=f'{MARK}-boss').pk}", "weight": 0.5},
    }


def uploads(world: World) -> dict[str, dict[str, Any]]:
    """Return the form of each operation that takes a file."""
    return {
        "import_team": {"file": SimpleUploadedFile("team.tar", b"no archive")},
        "upload_workbook": {"file": SimpleUploadedFile("new.csv", CSV + b"5,6,2024-03-03\n")},
        "make_drafts": {"file": SimpleUploadedFile("tasks.xlsx", tasks_file())},
        "add_draft_file": {"file": SimpleUploadedFile("new.csv", CSV)},
        "import_suite": {"file": SimpleUploadedFile("tasks.xlsx", tasks_file()), "title": "New"},
        "import_preferences": {"file": SimpleUploadedFile("pairs.jsonl", preference(world).encode())},
    }
