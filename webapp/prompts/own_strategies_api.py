"""A team's own prompt strategies, in versions."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from evaluations.actions.own_strategies import archive_strategy, example_of, save_strategy
from evaluations.errors import SuiteError
from evaluations.limits import MAX_EXAMPLES, MAX_OWN_WORDS, MAX_STRATEGY_EXAMPLES, MAX_STRATEGY_NAME, MAX_STRATEGY_TITLE
from evaluations.models import OwnStrategy
from evaluations.stored_json import StoredExample
from webapp.api.auth import READ, WRITE
from webapp.api.problems import Problem
from webapp.api.schemas import Body, Id, JsonObject, Page, Paging, Text, Word, page_of
from webapp.site.access import current_team, get_for_team
from webapp.site.lookup import task_of_team

router = Router()


class ExampleIn(Body):
    """A request and the answer to it."""

    request: Text = Field(max_length=MAX_EXAMPLES)
    answer: Text = Field(max_length=MAX_EXAMPLES)


class StrategyIn(Body):
    """The texts around the request; {LANG}, {FILE_NAME} and {PROJECT_NAME} are filled in.

    tasks: numbers of tasks whose request and reference are examples too. stop: texts that end the answer.
    """

    name: Word = Field(max_length=MAX_STRATEGY_NAME)
    title: Word = Field("", max_length=MAX_STRATEGY_TITLE)
    system: Text = Field("", max_length=MAX_OWN_WORDS)
    prefix: Text = Field("", max_length=MAX_OWN_WORDS)
    suffix: Text = Field("", max_length=MAX_OWN_WORDS)
    examples: list[ExampleIn] = Field([], max_length=MAX_STRATEGY_EXAMPLES)
    tasks: list[Id] = Field([], max_length=MAX_STRATEGY_EXAMPLES)
    stop: list[Text] = []


class ExampleOut(Schema):
    """source: the task that it was taken from, as suite/task."""

    request: str
    answer: str
    source: str


class StrategyOut(Schema):
    """A version. strategy: its name in a run's strategies."""

    id: int
    strategy: str
    name: str
    version: int
    title: str
    system: str
    prefix: str
    suffix: str
    examples: list[ExampleOut]
    stop: list[str]
    is_archived: bool
    created_at: datetime


def _strategy_to_json(row: OwnStrategy) -> JsonObject:
    return {"id": row.pk, **{name: getattr(row, name) for name in StrategyOut.model_fields if name != "id"}}


@router.get("strategies", auth=READ, response=Page[StrategyOut], summary="List your team's own prompt strategies")
def list_strategies(request: HttpRequest, paging: Query[Paging]) -> JsonObject:
    """The newest version of each strategy that is offered."""
    return page_of(request, OwnStrategy.objects.newest(current_team(request)), _strategy_to_json, paging)


@router.post("strategies", auth=WRITE, response={201: StrategyOut}, summary="Save a prompt strategy")
def create_strategy(request: HttpRequest, body: StrategyIn) -> Status[JsonObject]:
    """Makes the next version if the team has a strategy of this name. A saved version never changes."""
    team = current_team(request)
    try:
        examples = [StoredExample(request=row.request, answer=row.answer, source="") for row in body.examples]
        examples += [example_of(task_of_team(team, pk)) for pk in body.tasks]
        texts = {"system": body.system, "prefix": body.prefix, "suffix": body.suffix}
        row = save_strategy(team, body.name, body.title, texts, examples, request.user, body.stop)
    except SuiteError as exc:
        raise Problem(422, str(exc)) from exc
    return Status(201, _strategy_to_json(row))


@router.get("strategies/{int:strategy}", auth=READ, response=StrategyOut, summary="Read one version of a strategy")
def get_strategy(request: HttpRequest, strategy: Id) -> JsonObject:
    """Also works for a strategy that is no longer offered."""
    return _strategy_to_json(get_for_team(request, OwnStrategy, pk=strategy))


@router.delete("strategies/{int:strategy}", auth=WRITE, response={204: None}, summary="Stop offering a strategy")
def delete_strategy(request: HttpRequest, strategy: Id) -> Status[None]:
    """Deletes all its versions. Answers that used it keep its name."""
    archive_strategy(get_for_team(request, OwnStrategy, pk=strategy))
    return Status(204, None)
