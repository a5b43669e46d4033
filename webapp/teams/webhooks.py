"""Validation of a webhook's address. Its IP address is checked at each connection: evaluations/runner/webhooks.py."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms

from evaluations.limits import MAX_WEBHOOK_URL, MAX_WEBHOOKS
from evaluations.models import Team, Webhook


class WebhookForm(forms.Form):
    """A new webhook."""

    url = forms.CharField(
        label="URL",
        max_length=MAX_WEBHOOK_URL,
        widget=forms.URLInput(attrs={"placeholder": "https://ci.example.org/bakeoff", "autocomplete": "off"}),
        error_messages={"required": "Give the address that gets the messages, like https://ci.example.org/bakeoff."},
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = team

    def clean_url(self) -> str:
        """Return an http or https address without a name and password in it."""
        url: str = self.cleaned_data["url"].strip()
        try:
            parts = urlsplit(url)
            has_host = bool(parts.hostname and parts.scheme in ("http", "https") and (parts.port is None or parts.port))
        except ValueError:
            has_host = False
        if not has_host or not url.isprintable() or " " in url:
            raise forms.ValidationError(f"“{url[:80]}” is not a URL. It starts with http:// or https://.")
        if "@" in parts.netloc:
            raise forms.ValidationError("A name or password in the URL would be shown here. The signature proves it.")
        return url

    def clean(self) -> dict[str, Any]:
        """Limit their number, and refuse duplicates."""
        data = super().clean() or self.cleaned_data
        rows = Webhook.objects.filter(team=self.team)
        if rows.count() >= MAX_WEBHOOKS:
            self.add_error("url", f"A team has {MAX_WEBHOOKS} webhooks at most. Remove one first.")
        elif rows.filter(url=data.get("url", "")).exists():
            self.add_error("url", "This address gets messages already.")
        return data
