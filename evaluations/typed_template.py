"""A template with the type of its context: mypy checks what a view hands over, a test what the template reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypedDict, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

C = TypeVar("C", bound=Mapping[str, Any])


class NoContext(TypedDict):
    """The context of a template that reads only what every page has."""


@dataclass(frozen=True, slots=True)
class TypedTemplate(Generic[C]):
    """name: below templates/. context_type: a TypedDict; tests/webapp/site/test_template_contexts.py reads its keys."""

    name: str
    context_type: type[C]

    def response(self, request: HttpRequest, context: C, status: int = 200) -> HttpResponse:
        """Render the page, with what every page has: the person, the team and the navigation."""
        return render(request, self.name, context, status=status)

    def text(self, context: C, request: HttpRequest | None = None) -> SafeString:
        """Render the text; without a request, the template gets nothing but its context."""
        return render_to_string(self.name, context, request)
