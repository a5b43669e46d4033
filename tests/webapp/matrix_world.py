"""A small site with two teams, whose pages and operations are requested as each person.

Everything of the first team contains MARK, which must not be in answers to other people.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from evaluations.actions.apply_bulk_change import apply
from evaluations.actions.assign_pairs import assign_pairs
from evaluations.actions.automatic_runs import add_schedule
from evaluations.actions.blind_ratings import open_blind_rating
from evaluations.actions.choose import save_view
from evaluations.actions.delete_items import delete_item
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
    GradingTrial,
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
from tests.webapp.addresses import furnish
from tests.webapp.api_client import token_for
from tests.webapp.file_rows import grade
from tests.webapp.review_rows import even, make_run
from webapp.suites.from_spreadsheet import template

MARK = "zebra"
PART = "zeb"  # the search text: the results page repeats it, so it must not contain the mark
NOWHERE = 9_999_999  # an id that no row has
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
    trial: GradingTrial
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
    server = _own_server(team)
    first, second = run.candidates.select_related("task").order_by("task", "pk")[:2]
    member = Membership.objects.get(user=factories.make_person(f"{MARK}-helper"))
    world = World(
        team=team,
        run=run,
        task=first.task,
        candidate=first,
        second=second,
        read=_read_workbook(site.workbook, team),
        campaign=site.campaign,
        workbook=site.workbook,
        server=server,
        pulled=_pulled_model(server),
        model=first.model,
        change=_regrade(team, first, boss),
        trial=GradingTrial.objects.create(team=team, version=run.suite_version, key=MARK, n=0, created_by=boss),
        comment=Comment.objects.filter(reply_to=None).get(),
        member=member,
        token=ApiToken.objects.make(member, f"{MARK} token", ["read"])[0],
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


def _own_server(team: Team) -> ModelServer:
    """Give both model servers to the team; return the first one."""
    server = ModelServer.objects.get(slug="ollama")
    server.slug, server.team, server.is_reachable = f"{MARK}-box", team, True
    server.base_url = "http://127.0.0.1:9"
    server.save()
    ModelServer.objects.exclude(pk=server.pk).filter(slug="box").update(slug=f"{MARK}-two", team=team)
    return server


def _pulled_model(server: ModelServer) -> LanguageModel:
    """Make a model that is being downloaded."""
    progress = StoredPull(status="pulling", completed=1, total=2)
    return LanguageModel.objects.create(server=server, name=f"{MARK}:1b", pull=progress)


def _regrade(team: Team, candidate: Candidate, person: User) -> BulkChange:
    """Regrade one answer as a bulk change."""
    rows = Candidate.objects.filter(pk=candidate.pk)
    request = BulkChangeRequest(kind=ChangeKind.REGRADE, rows=rows, n_more=0, models=[])
    return apply(team, request, key="k", query="", by=person)[0]


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
    return delete_item(factories.make_run(version, [model], title=f"{MARK} gone"), None)


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


@cache
def tasks_file() -> bytes:
    """Return the template workbook for tasks. It is written once."""
    return template()


def sheet() -> SimpleUploadedFile:
    """Return a new workbook to upload."""
    return SimpleUploadedFile("new.csv", b"a,b\n1,2\n")


def preference(world: World) -> str:
    """Return a line of a preference file about the first two answers."""
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


def task_slugs(world: World) -> list[str]:
    """Return the names of the suite's tasks in their order."""
    return list(world.run.suite_version.tasks.order_by("position").values_list("slug", flat=True))
