"""A small site with two teams, and the addresses and bodies for requests to its pages and operations.

Everything of the first team contains MARK, which must not be in answers to other people.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evaluations.actions.apply_bulk_change import apply
from evaluations.actions.assign_pairs import assign_pairs
from evaluations.actions.automatic_runs import add_schedule
from evaluations.actions.blind_ratings import open_blind_rating
from evaluations.actions.choose import save_view
from evaluations.actions.delete_items import delete_thing
from evaluations.actions.edit_answer import edit_answer
from evaluations.actions.plan_bulk_change import BulkChangeRequest
from evaluations.actions.rank_answers import open_ordering
from evaluations.actions.task_drafts import new_draft
from evaluations.models import (
    ApiToken,
    BlindRating,
    BulkChange,
    Campaign,
    Candidate,
    Comment,
    Deletion,
    EditedAnswer,
    Generation,
    Grading,
    LanguageModel,
    Mark,
    Membership,
    ModelServer,
    Ordering,
    OwnStrategy,
    PromptTemplate,
    RecordedAnswer,
    Run,
    SavedView,
    Schedule,
    ShareLink,
    StarRating,
    Suite,
    Task,
    TaskDraft,
    Team,
    Vote,
    Webhook,
    Workbook,
)
from evaluations.models.changes import ChangeKind
from evaluations.records import Verdict
from evaluations.stored_json import StoredPull
from tests import factories
from tests.webapp.addresses import CSV, furnish
from tests.webapp.api_client import token_for
from tests.webapp.file_rows import grade
from tests.webapp.review_rows import even, make_run
from webapp.suites.from_spreadsheet import template

MARK = "zebra"
PART = "zeb"  # the search text: the results page repeats it, so it must not contain the mark
PASSWORD = "a long enough password"
ROLES = ("viewer", "reviewer", "member", "admin")
OTHER, OUTSIDER, ANONYMOUS = "other", "outsider", "anonymous"
PEOPLE = (ANONYMOUS, OUTSIDER, *ROLES, OTHER)


@dataclass
class World:
    """Rows of the first team, a client and a token for each person, and the pairs that are assigned to each."""

    team: Team
    run: Run
    task: Task
    candidate: Candidate
    second: Candidate
    read: Candidate
    campaign: Campaign
    workbook: Workbook
    server: ModelServer
    pulled: LanguageModel
    model: LanguageModel
    change: BulkChange
    comment: Comment
    member: Membership
    token: ApiToken
    conversation: Suite
    deletion: Deletion
    link: ShareLink
    draft: TaskDraft
    template: PromptTemplate
    webhook: Webhook
    recorded: RecordedAnswer
    strategy: OwnStrategy
    schedule: Schedule
    edit: EditedAnswer
    view: SavedView
    clients: dict[str, Client] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    pairs: dict[str, Vote] = field(default_factory=dict)
    orderings: dict[str, Ordering] = field(default_factory=dict)
    blind_ratings: dict[str, BlindRating] = field(default_factory=dict)

    def shown_to(self, person: str) -> str:
        """Return whose assigned pairs a person asks for: their own, or the admin's if they have none."""
        return person if person in self.pairs else "admin"


def build() -> World:
    """Build the site. Needs only the database."""
    boss = factories.make_person(f"{MARK}-boss", role="admin")
    site = furnish(boss)
    run, team = site.run, site.run.team
    server = ModelServer.objects.get(slug="ollama")
    read = _read_workbook(site.workbook, team)
    server.slug, server.team, server.is_reachable = f"{MARK}-box", team, True
    server.base_url = "http://127.0.0.1:9"
    server.save()
    ModelServer.objects.exclude(pk=server.pk).filter(slug="box").update(slug=f"{MARK}-two", team=team)
    first, second = run.candidates.select_related("task").order_by("task", "pk")[:2]
    rows = Candidate.objects.filter(pk__in=[first.pk])
    change, _ = apply(
        team, BulkChangeRequest(kind=ChangeKind.REGRADE, rows=rows, n_more=0, models=[]), key="k", query="", by=boss
    )
    pulled = LanguageModel.objects.create(
        server=server, name=f"{MARK}:1b", pull=StoredPull(status="pulling", completed=1, total=2)
    )
    helper = factories.make_person(f"{MARK}-helper")
    token, _ = ApiToken.objects.make(Membership.objects.get(user=helper), f"{MARK} token", ["read"])
    world = World(
        team=team,
        run=run,
        task=first.task,
        candidate=first,
        second=second,
        read=read,
        campaign=site.campaign,
        workbook=site.workbook,
        server=server,
        pulled=pulled,
        model=first.model,
        change=change,
        comment=Comment.objects.filter(reply_to=None).get(),
        member=Membership.objects.get(user=helper),
        token=token,
        conversation=_conversation(first.model),
        deletion=_deleted(first.model),
        link=ShareLink.objects.make(run, 7, boss)[0],
        draft=new_draft(run.suite_version.suite, {"slug": "own", "kind": "free", "prompt": f"{MARK} prompt"}, boss),
        template=PromptTemplate.objects.create(team=team, title=f"{MARK} template", text="A {fruit}", kind="component"),
        recorded=recorded_by(boss),
        strategy=OwnStrategy.objects.create(team=team, name="own", title=f"{MARK} way", system=f"{MARK} words"),
        schedule=add_schedule(team, [run.suite_version.suite], [], (0, 0), 1, boss),
        webhook=Webhook.objects.make(team, f"https://{MARK}.example/hook", boss)[0],
        view=save_view(team, boss, "runs", f"{MARK} view", "state=done", is_shared=True),
        edit=edit_answer(first, {"answer.tsx": f"// {MARK} edited"}, boss),
    )
    _mark(world)
    _people(world)
    return world


def _conversation(model: LanguageModel) -> Suite:
    """Make a prompt with one version and an answer to it."""
    version = factories.make_suite([factories.unchecked_spec()], slug=f"{MARK}-chat")
    Suite.objects.filter(pk=version.suite_id).update(origin=Suite.Origin.PROMPT)
    run = factories.make_run(Suite.objects.get(pk=version.suite_id).versions.get(), [model])
    factories.finish_run(run, [Verdict.RUNTIME_ERROR])
    return version.suite


def run_suite(world: World) -> int:
    """Return the suite of the world's run."""
    return world.run.suite_version.suite_id


def recorded_by(person: User) -> RecordedAnswer:
    """Make an answer that the person's editor recorded and that they share with the team."""
    return RecordedAnswer.objects.create(
        membership=Membership.objects.get(user=person),
        model=LanguageModel.objects.latest("pk"),
        path="/api/chat",
        messages=[{"role": "user", "content": f"{MARK} question"}],
        text=f"{MARK} answer",
        ending="complete",
        is_shared=True,
    )


def _deleted(model: LanguageModel) -> Deletion:
    """Make a deleted run."""
    version = factories.make_suite([factories.unchecked_spec()], slug=f"{MARK}-gone")
    return delete_thing(factories.make_run(version, [model], title=f"{MARK} gone"), None)


def _read_workbook(workbook: Workbook, team: Team) -> Candidate:
    """Make a run with an answer that read the workbook."""
    run = factories.make_run(
        factories.make_suite([factories.make_spec()], slug=f"{MARK}-files"), [factories.make_model("box/good")]
    )
    task = run.suite_version.tasks.first()
    assert task is not None
    fields = {"workbook": workbook, "kind": "excel", "fixtures": {workbook.name: workbook.file_id}}
    Task.objects.filter(version=run.suite_version).update(**fields)
    candidate = run.candidates.select_related("model", "task__workbook").filter(task=task).get()
    grade(candidate)
    return candidate


def _mark(world: World) -> None:
    """Put the mark into all texts of the team."""
    team, book = world.team, world.workbook
    Team.objects.filter(pk=team.pk).update(name=f"{MARK} team")
    Run.objects.filter(team=team).update(title=f"{MARK} run")
    Suite.objects.filter(team=team).update(title=f"{MARK} suite")
    Suite.objects.filter(team=team, slug="starter").update(slug=f"{MARK}-suite")
    Task.objects.filter(version__suite__team=team).update(title=f"{MARK} task")
    sheets, expected_data = (
        json.loads(json.dumps(value).replace("sales", MARK)) for value in (book.preview, book.truth)
    )
    Workbook.objects.filter(pk=book.pk).update(name=f"{MARK}.csv", preview=sheets, truth=expected_data)
    Campaign.objects.filter(team=team).update(title=f"{MARK} campaign")
    Generation.objects.filter(candidate__run__team=team).update(text=f"// {MARK} answer")
    Comment.objects.update(text=f"{MARK} comment")
    Mark.objects.update(note=f"{MARK} mark")
    StarRating.objects.update(note=f"{MARK} stars")
    Vote.objects.exclude(voted_at=None).update(note=f"{MARK} vote")
    for name in ("run", "task", "workbook", "campaign", "candidate"):
        getattr(world, name).refresh_from_db()
    for grading in Grading.objects.filter(candidate__run__team=team):
        files = {path: f"// {MARK}\n{source}" for path, source in (grading.extraction.get("files") or {}).items()}
        Grading.objects.filter(pk=grading.pk).update(extraction={**grading.extraction, "files": files})


def _people(world: World) -> None:
    other = factories.make_team("Other")
    make_run(n_tasks=1, team=other)
    for role in ROLES:
        person = factories.make_person(f"{MARK}-{role}", role=role)
        _enter(world, role, person)
        if role != "viewer":
            world.pairs[role] = assign_pairs(world.campaign, person.pk, even, is_repeat_due=lambda n: False, most=1)[0]
            world.orderings[role] = open_ordering(world.campaign, person.pk)  # type: ignore[assignment]
            world.blind_ratings[role] = open_blind_rating(world.campaign, person.pk)  # type: ignore[assignment]
    _enter(world, OTHER, factories.make_person("olga", other, "admin"))
    _enter(world, OUTSIDER, User.objects.create_user("lone"))
    world.clients[ANONYMOUS] = Client(raise_request_exception=False)


def _enter(world: World, name: str, person: User) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(person)
    world.clients[name] = client
    if name != OUTSIDER:
        world.secrets[name] = token_for(person)


NOWHERE = 9_999_999


def address(world: World, route: str, person: str, *, exists: bool = True) -> str:
    """Return a route's address for a person. exists: with existing rows, else with unknown ids and names."""
    who = world.shown_to(person)
    campaign = str(world.campaign.pk if exists else NOWHERE)
    pk = {
        "people": world.member.pk,
        "tokens": world.token.pk,
        "runs": world.run.pk,
        "candidates": world.candidate.pk,
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
    rows = [
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
        *((f"{name}/<int:pk>", f"{name}/{number if exists else NOWHERE}") for name, number in pk.items()),
        ("<slug:kind>", "conversation"),
    ]
    for part, value in rows:
        route = route.replace(part, value)
    assert "<" not in route, f"Say in tests/webapp/matrix_world.py which row {route} is about."
    return "/" + route


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


@cache
def tasks_file() -> bytes:
    """Return the template workbook for tasks. It is written once."""
    return template()


def sheet() -> SimpleUploadedFile:
    """Return a new workbook to upload."""
    return SimpleUploadedFile("new.csv", b"a,b\n1,2\n")


def _preference(world: World) -> str:
    rows = [world.candidate, world.second]
    chosen, rejected = ({"model": row.model.model_id, "text": f"// {MARK} answer"} for row in rows)
    return json.dumps(
        {
            "task": world.task.slug,
            "chosen_model": chosen["model"],
            "rejected_model": rejected["model"],
            "chosen": chosen["text"],
            "rejected": rejected["text"],
        }
    )


def _slugs(world: World) -> list[str]:
    return list(world.run.suite_version.tasks.order_by("position").values_list("slug", flat=True))


def form(world: World, name: str, person: str) -> dict[str, Any]:
    """Return a full, valid form for a route; empty for a route that is only a button."""
    model, run = world.model.pk, world.run.pk
    sampling = {"models": [model], "n_samples": 1, "temperature": "0.2", "seed": 1, "max_tokens": 64}
    server = {"server-name": "new-box", "server-kind": "openai", "server-base_url": "http://127.0.0.1:9"}
    campaign = {"title": "New", "runs": [run], "votes_per_pair": 2}
    prompt = {"prompt": "A button", "kind": "component", "language": "tsx", "strategy": "plain", **sampling}
    ordering = world.orderings[world.shown_to(person)]
    forms: dict[str, dict[str, Any]] = {
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
        "prompt-templates": {"title": "New", "text": "A {fruit}", "kind": "component"},
        "automatic": {"suites": [run_suite(world)], "from_hour": 0, "to_hour": 6, "n_samples": 1},
        "schedule-change": {"act": "pause"},
        "strategies": {"name": "short", "system": "Be short."},
        "strategy": {"name": "own", "system": "Be short."},
        "prompt-template": {"title": "New", "text": "A {fruit}", "kind": "component"},
        "model-favourite": {"is_favourite": "1"},
        "change-answers": {"key": "another"},
        "feedback-give": {"text": "Well done"},
        "prompt": prompt,
        "prompt-preview": prompt,
        "model-pull": {"pull-server": world.server.pk, "pull-name": "new:1b"},
        "server-add": server,
        "server-test": server,
        "server": {"name": f"{MARK}-box", "base_url": "http://127.0.0.1:9"},
        "server-use": {"keep_alive_s": 600, "n_requests": "", "n_threads": "", "first_token_s": 900, "silence_s": 180},
        "suite-from-sheet": {"title": "New", "file": SimpleUploadedFile("tasks.xlsx", tasks_file())},
        "make-task": {"title": "New", "suite": ""},
        "suite-from-files": {"files": SimpleUploadedFile("tasks.xlsx", tasks_file())},
        "suite-new": {"title": "New"},
        "suite-edit": {"title": "New"},
        "suite-clone": {"title": "New"},
        "suite-order": {"task": _slugs(world), "place": [1] * len(_slugs(world))},
        "draft": {"revision": 1, "title": "New"},
        "draft-save": {"revision": 1, "title": "New"},
        "task-act": {"act": "archive"},
        "view-save": {"page": "runs", "name": "mine", "query": "state=done"},
        "view-change": {"name": "other"},
        "model-use": {"purpose": "excel"},
        "in-use": {"purpose": "excel", "model": model},
        "candidate-edit": {"file:answer.tsx": "export default () => null;"},
        "answer-add": {"model": "gpt-4o", "answer": "export default 1;"},
        "workbook-answer-add": {"model": "gpt-4o", "answer": "export default 1;"},
        "run-follow-up": {"change": "Make it dark"},
        "suite-run": {**sampling, "strategies": ["plain"]},
        "workbooks": {"file": sheet()},
        "workbook-matrix": {**sampling, "wording": "seed"},
        "workbook-reading": {"encoding": "cp1252"},
        "workbook-expected": {
            "sheet": world.workbook.preview["sheets"][0]["name"],
            "header_row": 1,
            "columns": ["A"],
            "dates": "any",
            "blanks": "skip_rows",
            "shape": "any",
        },
        "review-new": campaign,
        "review-edit": campaign,
        "review-import": {"file": SimpleUploadedFile("pairs.jsonl", _preference(world).encode())},
        "review-ordering-store": {f"place-{letter}": 1 for letter, _ in zip("abcd", ordering.candidates, strict=False)},
        "review-single-store": {"stars": "3"},
        "review-store": {"choice": "left"},
    }
    return forms.get(name, {})


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
        "conversation": world.conversation.pk,
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
        "kept": "conversation",
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
    if "/kept/" in template_:
        params["kind"] = params["kept"]
    if "comparisons" in template_:
        params["candidate"] = str(world.read.pk)
    for name, value in params.items():
        template_ = template_.replace(f"{{{name}}}", value)
    assert "{" not in template_, f"Say in tests/webapp/matrix_world.py which row {template_} is about."
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
    model = world.model.model_id
    settings = {"models": [model], "n_samples": 1, "max_tokens": 64}
    prompt = {"prompt": "A button", **settings}
    files = {"workbooks": [world.workbook.pk], **settings}
    server = {"name": "new-box", "base_url": "http://127.0.0.1:9", "kind": "openai", "api_key": "sk"}
    change = {"kind": "regrade", "run": [world.run.pk]}
    letters = "abcd"[: len(world.orderings[world.shown_to(person)].candidates)]
    return {
        "add_member": {"username": "new", "role": "viewer"},
        "change_member_role": {"role": "viewer"},
        "pull_model": {"server": world.server.slug, "name": "new:1b"},
        "create_server": server,
        "test_server": server,
        "change_model_server": {"name": world.server.slug, "base_url": "http://127.0.0.1:9"},
        "change_server_settings": {"keep_alive_s": 600},
        "preview_prompt": prompt,
        "submit_prompt": prompt,
        "preview_follow_up": {"change": "Make it dark"},
        "make_share_link": {"run": world.run.pk},
        "free_storage": {},
        "create_schedule": {"suites": [world.run.suite_version.suite.slug]},
        "change_schedule": {"is_active": False},
        "change_training_cutoff": {"training_cutoff": "2023-12"},
        "create_strategy": {"name": "short", "system": "Be short."},
        "create_template": {"title": "New", "text": "A {fruit}"},
        "change_template": {"title": "New", "text": "A {fruit}"},
        "fill_template": {"values": {"fruit": "pear"}},
        "change_preferences": {"theme": "dark"},
        "create_webhook": {"url": "https://ci.example/hook"},
        "add_answer": {"model": "gpt-4o", "text": "export default 1;", "task": world.task.pk},
        "save_filter": {"page": "runs", "name": "mine", "query": "state=done"},
        "change_saved_view": {"name": "other"},
        "use_model_for": {"model": model},
        "edit_candidate": {"files": {"answer.tsx": "export default () => null;"}},
        "change_kept": {"tags": ["best"], "note": "good"},
        "add_conversation_version": {"change": "Make it dark"},
        "preview_workbook_prompts": files,
        "run_on_workbooks": files,
        "change_workbook_reading": {"encoding": "cp1252"},
        "change_workbook_truth": {
            "sheet": world.workbook.preview["sheets"][0]["name"],
            "header_row": 1,
            "columns": ["A"],
        },
        "change_workbook_expected": {
            "sheet": world.workbook.preview["sheets"][0]["name"],
            "header_row": 1,
            "columns": ["A"],
        },
        "create_run": {"suite": world.run.suite_version.suite.slug, **settings},
        "write_suite": {"title": "New"},
        "describe_suite": {"title": "New"},
        "clone_suite": {"title": "New"},
        "order_tasks": {"tasks": _slugs(world)},
        "clone_task": {},
        "move_task": {"to": world.run.suite_version.suite.slug},
        "create_draft": {"task": world.task.slug},
        "change_draft": {"revision": 1, "fields": {"title": "New"}},
        "try_draft": {},
        "make_renamed_variant": {},
        "ask_for_checks": {"model": model},
        "add_proposed_checks": {"token": "none", "tests": [0]},
        "rate_candidate": {"stars": 4, "reasons": ["looks"], "note": ""},
        "add_comment": {"text": "Well done"},
        "mark_candidate": {"note": "good"},
        "mark_task": {"note": "broken"},
        "preview_change": change,
        "create_change": change,
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
        "import_preferences": {"file": SimpleUploadedFile("pairs.jsonl", _preference(world).encode())},
    }
