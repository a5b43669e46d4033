"""Pages and API accept the same numbers: a value that one refuses is refused by the other too."""

from __future__ import annotations

from typing import Any

import pytest
from django import forms
from django.test import Client
from ninja import Schema

from evaluations.limits import MAX_PROMPT
from evaluations.models import Run
from tests import factories
from tests.webapp.file_rows import keep_books, read_books
from webapp.prompts.api import PromptIn
from webapp.prompts.forms import PromptForm
from webapp.prompts.library import TemplateForm
from webapp.prompts.library_api import TemplateIn
from webapp.prompts.multi_file import FilesForm
from webapp.prompts.multi_file_api import RunOnFilesIn
from webapp.prompts.own_strategies import StrategyForm
from webapp.prompts.own_strategies_api import StrategyIn
from webapp.review.api import CampaignIn
from webapp.review.forms import CampaignForm
from webapp.runs.forms import SuiteRunForm
from webapp.runs.schemas import RunIn
from webapp.workbooks.expected_form import ExpectedForm
from webapp.workbooks.schemas import ExpectedIn

PAIRS: list[tuple[type[Schema], type[forms.Form | forms.ModelForm[Any]]]] = [
    (RunIn, SuiteRunForm),
    (PromptIn, PromptForm),
    (RunOnFilesIn, FilesForm),
    (CampaignIn, CampaignForm),
    (ExpectedIn, ExpectedForm),
    (StrategyIn, StrategyForm),
    (TemplateIn, TemplateForm),
]


def schema_limits(schema: type[Schema]) -> dict[str, dict[str, Any]]:
    """Return minimum, maximum and maximum length of each field of a request's body."""
    limits: dict[str, dict[str, Any]] = {}
    for name, field in schema.model_fields.items():
        bounds: dict[str, Any] = {}
        # A field may narrow the limit of its type, like a title of 120 characters that is a Word: the stricter counts.
        for key, stricter in (("ge", max), ("le", min), ("max_length", min)):
            if values := [getattr(part, key) for part in field.metadata if hasattr(part, key)]:
                bounds[key] = stricter(values)
        limits[name] = bounds
    return limits


@pytest.mark.parametrize(("schema", "form"), PAIRS, ids=lambda kind: kind.__name__)
def test_page_and_api_have_the_same_limits(schema: type[Schema], form: type[forms.Form | forms.ModelForm[Any]]) -> None:
    n_compared = 0
    for name, limits in schema_limits(schema).items():
        field = form.base_fields.get(name)
        if name == "stop":
            continue  # a list in JSON, one text on the page
        if isinstance(field, forms.IntegerField | forms.FloatField):
            assert (limits["ge"], limits["le"]) == (field.min_value, field.max_value), name
            n_compared += 1
        elif isinstance(field, forms.CharField) and field.max_length and limits:
            assert limits["max_length"] == field.max_length, name
            n_compared += 1
    assert n_compared


@pytest.mark.django_db
def test_page_refuses_a_prompt_that_is_too_long_and_does_not_cut_it() -> None:
    client = Client()
    client.force_login(factories.make_person("mia"))
    workbook = keep_books(read_books())[0]
    model = factories.make_model()
    fields = {
        "models": model.pk,
        "n_samples": 1,
        "max_tokens": 64,
        "wording": "seed",
        "profile": "pinned",
        f"prompt-{workbook.pk}": "x" * (MAX_PROMPT + 1),
    }
    response = client.post(f"/workbooks/matrix/?w={workbook.pk}", fields)
    assert response.status_code == 422
    assert "100,001 characters, more than 100,000" in response.content.decode()
    assert not Run.objects.exists()
