"""Everything that a person can do on pages can be done by API: each route is mapped to operations or has a reason."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern

from evaluations.models import Mark
from evaluations.vote_statistics import REASONS as VOTE_REASONS
from tests.webapp.api_map import OPERATIONS, REASONS
from webapp.api_urls import api
from webapp.compare import schemas as compare_shapes
from webapp.compare.leaderboard_orders import ORDERS
from webapp.prompts import api as prompts
from webapp.prompts import forms, multi_file_api
from webapp.prompts.multi_file import WORDINGS
from webapp.review import api as reviews
from webapp.review import schemas as vote_shapes
from webapp.review.actions import MOVES
from webapp.review.vote_filters import INPUT_CHOICES, RESULTS
from webapp.runs import api as runs
from webapp.runs.actions import ACTIONS
from webapp.urls import urlpatterns

ADD = "Add it to tests/webapp/api_map.py with the operation that does the same (make one), or with the reason."


def methods() -> dict[str, str]:
    return {
        operation["operationId"]: method.upper()
        for operations in api.document()["paths"].values()
        for method, operation in operations.items()
    }


def takes_post(route: URLPattern) -> bool:
    """Ask a view with a method that no view takes. It answers 405 with its methods before it does anything else."""
    words: dict[str, Any] = {
        name: 1 if "Int" in type(converter).__name__ else "x" for name, converter in route.pattern.converters.items()
    }
    response: HttpResponse = route.callback(RequestFactory().options("/"), **words)
    assert response.status_code == 405, f"{route.name} does not say which methods it takes"
    return "POST" in response["Allow"]


def test_every_route_is_mapped_or_has_its_reason() -> None:
    names = [str(route.name) for route in urlpatterns]
    assert len(set(names)) == len(names)
    mapped = {*OPERATIONS, *REASONS}
    assert set(names) - mapped == set(), ADD
    assert mapped - set(names) == set(), "It is no route of the site any more."
    assert not set(OPERATIONS) & set(REASONS)


def test_mapped_operations_exist() -> None:
    assert {name for names in OPERATIONS.values() for name in names} - set(methods()) == set()


@pytest.mark.parametrize(
    "route", [route for route in urlpatterns if route.name not in ("api",)], ids=lambda route: str(route.name)
)
def test_button_is_mapped_to_what_changes_something(route: URLPattern, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "django.request")
    name = str(route.name)
    if takes_post(route) and name in OPERATIONS:
        assert methods()[OPERATIONS[name][0]] != "GET", f"{name} takes POST, {OPERATIONS[name][0]} only reads."


def test_forms_in_templates_go_to_routes_that_are_mapped() -> None:
    names = set()
    for path in (Path(settings.BASE_DIR) / "templates").rglob("*.html"):
        for tag in re.findall(r"<(?:form|button)[^>]*>", path.read_text(), re.DOTALL):
            if 'method="post"' in tag or "formaction=" in tag or "hx-post=" in tag:
                names |= set(re.findall(r"{% url '([\w-]+)'", tag))
    assert len(names) > 30
    assert names - {*OPERATIONS, *REASONS} == set(), ADD


def choices_of(schema: Any, field: str) -> set[Any]:
    return set(get_args(schema.model_fields[field].annotation)) - {""}


def test_choices_of_the_pages_are_those_of_the_api() -> None:
    acts = {
        name: set(get_args(get_type_hints(view)["act"]))
        for name, view in (("run", runs.move_run), ("campaign", reviews.move_campaign))
    }
    assert acts["run"] == set(ACTIONS)
    assert acts["campaign"] | {"weight"} == {*MOVES, "pairs", "weight"}
    assert set(Mark.Kind) == {"reference", "broken"}, "A new mark needs its operation."
    assert choices_of(prompts.PromptIn, "kind") == {str(value) for value, _ in forms.KINDS}
    assert choices_of(prompts.PromptIn, "language") == {value for value, _ in forms.LANGUAGES if value}
    assert choices_of(multi_file_api.FilesIn, "wording") == {value for value, _ in WORDINGS}
    assert choices_of(compare_shapes.SortedFilters, "sort") == set(ORDERS)
    assert choices_of(vote_shapes.VoteFilters, "way") == {*INPUT_CHOICES, "shown", "once"}
    assert choices_of(vote_shapes.VoteFilters, "result") == {*RESULTS, "left", "right"}
    assert choices_of(vote_shapes.VoteFilters, "reason") == set(VOTE_REASONS)


def test_docs_say_which_buttons_have_no_operation() -> None:
    text = (Path(settings.BASE_DIR) / "docs" / "reference" / "api.md").read_text()
    section = text.partition("## What has no operation")[2].partition("\n## ")[0]
    buttons = [route for route in urlpatterns if route.name in REASONS and route.name not in ("api",)]
    for route in buttons:
        if takes_post(route):
            assert REASONS[str(route.name)] in " ".join(section.split()), route.name
