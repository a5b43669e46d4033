"""The team's library of prompts with {placeholders}: validation, and the values for the prompt page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from evaluations.limits import MAX_PROMPT, MAX_TEMPLATE_TITLE, MAX_TEMPLATE_VALUE, MAX_TEMPLATES
from evaluations.models import PromptTemplate, Team
from webapp.prompts.forms import KINDS, LANGUAGES
from webapp.prompts.task_spec import title_of

VALUE = "value-"  # prefix of the field names of the small form


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]  # not subscriptable at runtime
    """A template, new or changed."""

    title = forms.CharField(
        label="Title", max_length=MAX_TEMPLATE_TITLE, error_messages={"required": "Give it a title to find it by."}
    )
    text = forms.CharField(
        label="Prompt",
        strip=False,
        max_length=MAX_PROMPT,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": "The prompt is empty. Write it, with {placeholders} for what changes."},
    )
    kind = forms.ChoiceField(label="Kind", choices=KINDS, initial="component")
    language = forms.ChoiceField(label="Language", choices=LANGUAGES, required=False)

    class Meta:
        model = PromptTemplate
        fields = ("title", "text", "kind", "language")

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = team
        self.instance.team = team

    def clean_text(self) -> str:
        """Return the text with plain line ends."""
        text: str = self.cleaned_data["text"].replace("\r\n", "\n")
        if not text.strip():
            raise forms.ValidationError(self.fields["text"].error_messages["required"])
        return text

    def clean(self) -> dict[str, Any]:
        """Refuse a used title, and too many templates."""
        data = super().clean() or self.cleaned_data
        others = PromptTemplate.objects.filter(team=self.team).exclude(pk=self.instance.pk)
        if others.filter(title=data.get("title", "")).exists():
            self.add_error("title", f"There is a template “{data['title']}” already. Choose another title.")
        if not self.instance.pk and others.count() >= MAX_TEMPLATES:
            self.add_error("title", f"The library has {MAX_TEMPLATES} templates, which is the most. Delete one first.")
        return data


def draft_of_template(data: QueryDict) -> dict[str, Any]:
    """Return the form of a new template, from the fields of the prompt page."""
    text = data.get("prompt", "")
    names = ("kind", "language")
    return {"title": title_of(text)[:MAX_TEMPLATE_TITLE], "text": text, **{name: data.get(name, "") for name in names}}


def values_in(params: QueryDict) -> dict[str, str]:
    """Return the typed values of the small form, by placeholder."""
    return clean_values({key.removeprefix(VALUE): value for key, value in params.items() if key.startswith(VALUE)})


def clean_values(typed: Mapping[str, object]) -> dict[str, str]:
    """Return the values of placeholders, without empty ones, with plain line ends, each cut to its limit."""
    texts = {name.strip(): str(value).replace("\r\n", "\n") for name, value in typed.items()}
    return {name: text[:MAX_TEMPLATE_VALUE] for name, text in texts.items() if text.strip()}


def fields_of_template(template: PromptTemplate, values: dict[str, str]) -> dict[str, Any]:
    """Return initial values of the prompt page."""
    return {"prompt": template.filled(values), "kind": template.kind, "language": template.language}
