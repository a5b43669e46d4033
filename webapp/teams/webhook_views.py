"""Webhooks of the team: added, tried, removed by admins; the secret is shown once."""

from __future__ import annotations

from typing import TypedDict

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from evaluations import tasks
from evaluations.models import Delivery, Membership, Webhook
from evaluations.typed_template import TypedTemplate
from webapp.site.access import current_team, get_for_team, require_role
from webapp.teams.webhooks import WebhookForm

ADMIN = Membership.Role.ADMIN
SHOWN_DELIVERIES = 20


class WebhooksPage(TypedDict):
    """new_webhook: the webhook that was just added, with its secret, which is shown once."""

    form: WebhookForm
    hooks: QuerySet[Webhook]
    deliveries: QuerySet[Delivery]
    new_webhook: Webhook | None
    secret: str


WEBHOOKS_PAGE = TypedTemplate("teams/webhooks.html", WebhooksPage)


@never_cache
@require_http_methods(["GET", "POST"])
def webhooks(request: HttpRequest) -> HttpResponse:
    """Show the list with the last deliveries, and the form; posted, the secret, this once."""
    team = current_team(request)
    require_role(request, ADMIN)
    form = WebhookForm(request.POST or None, team=team)
    new_webhook, secret = None, ""
    if request.method == "POST" and form.is_valid():
        new_webhook, secret = Webhook.objects.make(team, form.cleaned_data["url"], request.user)
        form = WebhookForm(team=team)
    deliveries = Delivery.objects.filter(webhook__team=team).select_related("webhook", "run")[:SHOWN_DELIVERIES]
    context: WebhooksPage = {
        "form": form,
        "hooks": Webhook.objects.filter(team=team),
        "deliveries": deliveries,
        "new_webhook": new_webhook,
        "secret": secret,
    }
    return WEBHOOKS_PAGE.response(request, context, 422 if form.errors else 200)


@require_POST
def test_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test message without a run."""
    require_role(request, ADMIN)
    tasks.send_test(get_for_team(request, Webhook, pk=pk))
    messages.info(request, "A test message is being sent. The list shows the result in a moment.")
    return redirect("webhooks")


@require_POST
def remove_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a webhook; it gets no further messages."""
    require_role(request, ADMIN)
    hook = get_for_team(request, Webhook, pk=pk)
    hook.delete()
    messages.success(request, f"{hook.url} gets no more messages.")
    return redirect("webhooks")
