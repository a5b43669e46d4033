"""Webhooks: addresses that are notified when a run ends, and their deliveries."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status

from evaluations import tasks
from evaluations.models import Delivery, Webhook
from webapp.api.auth import ADMIN
from webapp.api.problems import check
from webapp.api.schemas import Body, Id, JsonObject, Page, Paging, Text, page_of
from webapp.site.access import current_team, get_for_team
from webapp.teams.webhooks import WebhookForm

router = Router()


class WebhookIn(Body):
    """The address that is notified, http or https."""

    url: Text


class WebhookOut(Schema):
    """A webhook without its secret."""

    id: int
    url: str
    created_at: datetime


class NewWebhookOut(WebhookOut):
    """secret: signs each message; shown only once."""

    secret: str


class DeliveryOut(Schema):
    """A message. status: of the HTTP answer; error: of the last attempt; next_at: of the next one, while it waits."""

    id: int
    webhook: int
    event: Literal["run.ended", "test"]
    run: int | None
    state: Literal["waiting", "delivered", "failed"]
    attempts: int
    status: int | None
    error: str
    created_at: datetime
    next_at: datetime | None
    delivered_at: datetime | None


def _webhook_to_json(row: Webhook) -> JsonObject:
    return {"id": row.pk, "url": row.url, "created_at": row.created_at}


def _delivery(row: Delivery) -> JsonObject:
    names = ("event", "state", "attempts", "status", "error", "created_at", "delivered_at")
    return {
        "id": row.pk,
        "webhook": row.webhook_id,
        "run": row.run_id,
        "next_at": row.next_at if row.state == Delivery.State.WAITING else None,
        **{name: getattr(row, name) for name in names},
    }


def _webhook_or_404(request: HttpRequest, pk: int) -> Webhook:
    return get_for_team(request, Webhook, pk=pk)


@router.get("webhooks", auth=ADMIN, response=Page[WebhookOut], summary="List the webhooks of the team")
def list_webhooks(request: HttpRequest, paging: Query[Paging]) -> JsonObject:
    """Without their secrets."""
    return page_of(request, Webhook.objects.filter(team=current_team(request)), _webhook_to_json, paging)


@router.post("webhooks", auth=ADMIN, response={201: NewWebhookOut}, summary="Add a webhook")
def create_webhook(request: HttpRequest, response: HttpResponse, body: WebhookIn) -> Status[JsonObject]:
    """It is notified of every run of the team that ends from now on."""
    team = current_team(request)
    form = WebhookForm(body.dict(), team=team)
    check(form)
    hook, secret = Webhook.objects.make(team, form.cleaned_data["url"], request.user)
    response["Cache-Control"] = "no-store"
    return Status(201, {**_webhook_to_json(hook), "secret": secret})


@router.delete("webhooks/{int:webhook}", auth=ADMIN, response={204: None}, summary="Remove a webhook")
def delete_webhook(request: HttpRequest, webhook: Id) -> Status[None]:
    """Waiting messages are not sent."""
    _webhook_or_404(request, webhook).delete()
    return Status(204, None)


@router.post(
    "webhooks/{int:webhook}/test", auth=ADMIN, response={201: DeliveryOut}, summary="Send a test message to a webhook"
)
def try_webhook(request: HttpRequest, webhook: Id) -> Status[JsonObject]:
    """The first attempt is made at once; list the deliveries to read its result."""
    return Status(201, _delivery(tasks.send_test(_webhook_or_404(request, webhook))))


@router.get(
    "webhooks/{int:webhook}/deliveries",
    auth=ADMIN,
    response=Page[DeliveryOut],
    summary="List the messages that were sent to a webhook",
)
def list_deliveries(request: HttpRequest, webhook: Id, paging: Query[Paging]) -> JsonObject:
    """The newest first."""
    return page_of(request, Delivery.objects.filter(webhook=_webhook_or_404(request, webhook)), _delivery, paging)
