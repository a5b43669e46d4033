"""The error page: a heading and a sentence."""

from __future__ import annotations

from typing import TypedDict

from evaluations.typed_template import TypedTemplate


class ErrorPage(TypedDict):
    """sentence: the fact and what to do."""

    heading: str
    sentence: str


ERROR_PAGE = TypedTemplate("site/error.html", ErrorPage)
