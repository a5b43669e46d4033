"""Checks on what a person types about model servers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import slugify

from evaluations.limits import MAX_SERVER_NAME
from evaluations.models import ModelServer, Team
from evaluations.models.servers import FOUND_BY_THEMSELVES
from evaluations.server_addresses import server_url

URL_ATTRS = {"inputmode": "url", "autocapitalize": "none", "autocomplete": "off", "spellcheck": "false"}


class ServerForm(forms.Form):
    """A model server by URL."""

    kind = forms.ChoiceField(
        label="Kind",
        choices=[(ModelServer.Kind.OLLAMA, "Ollama"), (ModelServer.Kind.OPENAI, "OpenAI-compatible")],
        initial=ModelServer.Kind.OLLAMA,
    )
    name = forms.CharField(label="Name", max_length=MAX_SERVER_NAME)
    # Not of type "url": a browser would refuse 127.0.0.1:11434 before it is sent.
    base_url = forms.CharField(label="URL", max_length=500, widget=forms.TextInput(attrs=URL_ATTRS))
    api_key = forms.CharField(
        label="API key",
        required=False,
        max_length=500,
        widget=forms.PasswordInput(render_value=False, attrs={"autocomplete": "off"}),
    )

    def clean_name(self) -> str:
        """Clean the first half of model ids."""
        return free_slug(self.cleaned_data["name"])

    def clean_base_url(self) -> str:
        """Clean the URL: http or https, a host, and no password in it. Without a scheme it is http."""
        url = server_url(self.cleaned_data["base_url"])
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
            raise forms.ValidationError(f'"{url}" has a ? or # in it. Give only the address.')
        return url


def free_slug(name: str, but: ModelServer | None = None) -> str:
    """Return a server name in the form that model ids use, not taken by another server. Raises ValidationError."""
    slug = slugify(name)
    if not slug:
        raise forms.ValidationError(f'"{name}" has no letter or digit. Use a name like gpu-box.')
    if slug in FOUND_BY_THEMSELVES:
        raise forms.ValidationError(f'"{slug}" is the name of an automatically found server. Choose another name.')
    others = ModelServer.objects.exclude(pk=but.pk) if but else ModelServer.objects.all()
    if others.filter(slug=slug).exists():
        raise forms.ValidationError(f'There is a server "{slug}" already. Choose another name.')
    return slug


class ServerSettingsForm(ServerForm):
    """A server that is there already; an empty key keeps the old one while the address is the same."""

    kind = None  # type: ignore[assignment]

    def __init__(self, *args: Any, server: ModelServer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.server = server

    def clean_name(self) -> str:
        """Allow the server's own name."""
        return free_slug(self.cleaned_data["name"], but=self.server)


class ServerUseForm(forms.ModelForm):  # type: ignore[type-arg]
    """How a server is asked: time limits, memory, simultaneous requests.

    Each kind has the fields that it understands.
    """

    OF_OLLAMA = ("keep_alive_s", "unloads_between", "unloads_at_end", "n_threads", "allows_cloud")
    LEAST = {"keep_alive_s": 60, "first_token_s": 10, "silence_s": 10, "n_requests": 1, "n_threads": 1}
    MOST = {"keep_alive_s": 604_800, "first_token_s": 86_400, "silence_s": 86_400, "n_requests": 64, "n_threads": 512}

    class Meta:
        model = ModelServer
        fields = (
            "keep_alive_s",
            "unloads_between",
            "unloads_at_end",
            "n_requests",
            "n_threads",
            "first_token_s",
            "silence_s",
            "allows_cloud",
        )
        labels = {
            "keep_alive_s": "Keep in memory after an answer, seconds",
            "unloads_between": "Unload a model before the next one is loaded",
            "unloads_at_end": "Unload the last model when nothing is left to ask",
            "n_requests": "Requests at once",
            "n_threads": "Threads",
            "first_token_s": "Wait for the first token, seconds",
            "silence_s": "Silence that ends an answer, seconds",
            "allows_cloud": "Allow models that ask ollama.com",
        }
        help_texts = {
            "keep_alive_s": "300: a question within five minutes needs no load, then the memory is free again.",
            "unloads_between": "Off: the server keeps both while they fit, and frees memory automatically.",
            "unloads_at_end": "Off: it stays for the time above. On: its memory is free at once.",
            "n_requests": "Empty: as many as the server has slots, one for Ollama. Four at once on two cores gave 0.55 "
            "times the tokens per second. On a GPU, the number of OLLAMA_NUM_PARALLEL.",
            "n_threads": "Empty: the server's choice, all cores. Where other programs keep the cores busy, try half: "
            "on two busy cores one thread gave 39 tokens per second, two gave 1.9.",
            "first_token_s": "With the prompt's evaluation: a 4,096-token prompt took over 180 s on two busy cores.",
            "silence_s": "Between two tokens, after the first one.",
            "allows_cloud": "Their prompts leave this machine. They are marked wherever they are offered.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.kind != ModelServer.Kind.OLLAMA:
            for name in self.OF_OLLAMA:
                del self.fields[name]
        for name, least in self.LEAST.items():
            if name in self.fields:
                limits = [MinValueValidator(least), MaxValueValidator(self.MOST[name])]
                self.fields[name].validators = [*self.fields[name].validators, *limits]


class PullForm(forms.Form):
    """A model to download onto an Ollama server."""

    server = forms.ModelChoiceField(
        label="Server",
        queryset=ModelServer.objects.none(),
        empty_label=None,
        error_messages={"invalid_choice": "That server does not answer now. Start it, then pull again."},
    )
    name = forms.RegexField(
        label="Model name",
        regex=r"^[A-Za-z0-9][\w.\-/:]*$",
        max_length=200,
        error_messages={"invalid": "A model name looks like qwen2.5-coder:7b or hf.co/team/model."},
    )

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["server"]
        choice.queryset = ModelServer.objects.visible_to(team).filter(kind=ModelServer.Kind.OLLAMA, is_reachable=True)
