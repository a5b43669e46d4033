"""Webhooks of the team: added, tried, removed by admins; the secret is shown once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from evaluations import tasks
from evaluations.models import Delivery, Membership, Webhook
from webapp.site.access import current_team, get_for_team, require_role
from webapp.teams.webhooks import WebhookForm

ADMIN = Membership.Role.ADMIN
SHOWN = 20


@never_cache
@require_http_methods(["GET", "POST"])
def webhooks(request: HttpRequest) -> HttpResponse:
    """The list with the last deliveries, and the form; posted, the secret, this once."""
    team = current_team(request)
    require_role(request, ADMIN)
    form = WebhookForm(request.POST or None, team=team)
    made: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        hook, secret = Webhook.objects.make(team, form.cleaned_data["url"], request.user)
        made, form = {"made": hook, "secret": secret}, WebhookForm(team=team)
    deliveries = Delivery.objects.filter(webhook__team=team).select_related("webhook", "run")[:SHOWN]
    context = {"form": form, "hooks": Webhook.objects.filter(team=team), "deliveries": deliveries, **made}
    return render(request, "teams/webhooks.html", context, status=422 if form.errors else 200)


@require_POST
def test_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test message without a run."""
    require_role(request, ADMIN)
    tasks.send_test(get_for_team(request, Webhook, pk=pk))
    messages.info(request, "A test message is on its way. How it ended is in the list in a moment.")
    return redirect("webhooks")


@require_POST
def remove_webhook(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing is sent to it from now on."""
    require_role(request, ADMIN)
    hook = get_for_team(request, Webhook, pk=pk)
    hook.delete()
    messages.success(request, f"{hook.url} is not told anything any more.")
    return redirect("webhooks")
