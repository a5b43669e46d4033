"""Checks on what a person types about model servers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.text import slugify

from evaluations.models import ModelServer, Team
from evaluations.models.servers import FOUND_BY_THEMSELVES


class ServerForm(forms.Form):
    """A model server by URL."""

    kind = forms.ChoiceField(
        label="Kind",
        choices=[(ModelServer.Kind.OLLAMA, "Ollama"), (ModelServer.Kind.OPENAI, "OpenAI-compatible")],
        initial=ModelServer.Kind.OLLAMA,
    )
    name = forms.CharField(label="Name", max_length=40)
    base_url = forms.CharField(label="URL", max_length=500, widget=forms.URLInput())
    api_key = forms.CharField(
        label="API key", required=False, max_length=500,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def clean_name(self) -> str:
        """First half of model ids."""
        return free_slug(self.cleaned_data["name"])

    def clean_base_url(self) -> str:
        """http or https, a host, and no password in it."""
        url: str = self.cleaned_data["base_url"].strip().rstrip("/")
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname, parts.port
        except ValueError:
            host = None
        if not host or parts.scheme not in {"http", "https"}:
            raise forms.ValidationError(f'"{url}" is not an http address. Write it like http://10.0.0.5:11434.')
        if parts.username or parts.password:
            raise forms.ValidationError("The URL has a password in it. Put the key into the API key field.")
        if parts.query or parts.fragment:
            raise forms.ValidationError(f'"{url}" has a ? or # in it. Give the address alone.')
        return url


def free_slug(name: str, but: ModelServer | None = None) -> str:
    """A server name in the form that model ids use, not taken by another server. Raises ValidationError."""
    slug = slugify(name)
    if not slug:
        raise forms.ValidationError(f'"{name}" has no letter or digit. Use a name like gpu-box.')
    if slug in FOUND_BY_THEMSELVES:
        raise forms.ValidationError(f'"{slug}" is the name of a server that is found by itself. Choose another name.')
    others = ModelServer.objects.exclude(pk=but.pk) if but else ModelServer.objects.all()
    if others.filter(slug=slug).exists():
        raise forms.ValidationError(f'There is a server "{slug}" already. Choose another name.')
    return slug


class ServerSettingsForm(ServerForm):
    """A server that is there already; an empty key keeps the old one while the address is the same."""

    kind = None  # type: ignore[assignment]

    def __init__(self, *args: Any, server: ModelServer, **more: Any) -> None:
        super().__init__(*args, **more)
        self.server = server

    def clean_name(self) -> str:
        """Its own name is free for itself."""
        return free_slug(self.cleaned_data["name"], but=self.server)


class PullForm(forms.Form):
    """A model to download onto an Ollama server."""

    server = forms.ModelChoiceField(
        label="Server", queryset=ModelServer.objects.none(), empty_label=None,
        error_messages={"invalid_choice": "That server does not answer now. Start it, then pull again."},
    )  # fmt: skip
    name = forms.RegexField(
        label="Model name",
        regex=r"^[A-Za-z0-9][\w.\-/:]*$",
        max_length=200,
        error_messages={"invalid": "A model name looks like qwen2.5-coder:7b or hf.co/team/model."},
    )

    def __init__(self, *args: Any, team: Team, **more: Any) -> None:
        super().__init__(*args, **more)
        choice: Any = self.fields["server"]
        choice.queryset = ModelServer.objects.visible_to(team).filter(kind=ModelServer.Kind.OLLAMA, is_reachable=True)
