"""Schemas that all families share: ids in addresses, pages of lists."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any, Generic, Literal, TypeVar

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Path, Schema
from pydantic import AfterValidator, ConfigDict, JsonValue

from evaluations.models import LanguageModel, Team
from evaluations.queries.run_cost import TimeRange
from webapp.api.problems import Problem
from webapp.site.lookup import find_model

T = TypeVar("T")
LARGEST = 2**63 - 1
JsonObject = dict[str, Any]


def _storable(text: str) -> str:
    if "\0" in text:
        raise ValueError("a NUL character cannot be stored; leave it out")
    text.encode()  # UnicodeEncodeError is a ValueError: half of a surrogate pair cannot be stored either
    return text


def file_answer(media_type: str, about: str) -> JsonObject:
    """Return openapi_extra of an operation that answers with a file of this type."""
    is_text = media_type.startswith("text/")
    schema = {"type": "string"} if is_text else {"type": "string", "format": "binary"}
    return {"responses": {200: {"description": about, "content": {media_type: {"schema": schema}}}}}


SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PNG, DOCUMENT = file_answer("image/png", "The picture"), file_answer("text/html", "The document")
XLSX = file_answer(SHEET, "The workbook")
ZIP = file_answer("application/zip", "The archive")
Id = Annotated[int, Path(ge=1, le=LARGEST)]
Number = Annotated[int, Field(ge=1, le=LARGEST)]
Text = Annotated[str, AfterValidator(_storable)]
Word = Annotated[str, Field(max_length=200), AfterValidator(_storable)]
Share = Annotated[float | None, Field(description="in [0, 1]; null when nothing is scored")]
Json = JsonValue


def old_name(new: str) -> Any:
    """Return the field that has the same value as `new` and was its name before."""
    return Field(description=f"Old name of `{new}`; it has the same value.", deprecated=True)


def old_param(new: str, default: Any) -> Any:
    """Return what was the name of `new` in a request. It counts when `new` is not given."""
    return Field(default, description=f"Old name of `{new}`.", json_schema_extra={"deprecated": True})


class Body(Schema):
    """The body of a request. Unknown fields are refused, because a typing error in a filter would otherwise select
    everything.
    """

    model_config = ConfigDict(extra="forbid")


class Paging(Schema):
    """Which part of a list."""

    page: int = Field(1, ge=1, le=10_000_000)
    page_size: int = Field(50, ge=1, le=200)


class ItemFilter(Schema):
    """show: "" for all but archived ones."""

    show: Literal["", "starred", "archived"] = ""
    kept: Literal["", "starred", "archived"] = old_param("show", "")

    @property
    def shown(self) -> str:
        """The chosen items, by the new name of the parameter or by the old one."""
        return self.show or self.kept


class Page(Schema, Generic[T]):
    """One page of a list. next, previous: addresses, null at the ends."""

    count: int
    page: int
    page_size: int
    next: str | None
    previous: str | None
    items: list[T]


class ExpectedTime(Schema):
    """seconds: the likely time, between low_s and high_s; null where the speed of the models is not known."""

    seconds: float | None
    low_s: float | None
    high_s: float | None


def expected_time(time: TimeRange | None) -> JsonObject:
    """Return the fields of ExpectedTime."""
    return {"seconds": time and time.middle_s, "low_s": time and time.low_s, "high_s": time and time.high_s}


class MessageOut(Schema):
    """A sentence about what was done."""

    message: str
    said: str = Field(description="Old name of `message`; it has the same text.", deprecated=True)


def message_fields(text: str) -> JsonObject:
    """Return the fields of a MessageOut."""
    return {"message": text, "said": text}


class ErrorOut(Schema):
    """error: why something cannot be done, in one sentence; empty when it can."""

    error: str
    trouble: str = Field(description="Old name of `error`; it has the same text.", deprecated=True)


def error_fields(text: str) -> JsonObject:
    """Return the fields of an ErrorOut."""
    return {"error": text, "trouble": text}


class Rate(Schema):
    """A share with its 95 % interval, all in [0, 1]."""

    share: float
    low: float
    high: float


def rate_of(interval: Any) -> JsonObject | None:
    """Return an Interval as plain data."""
    return {"share": interval.share, "low": interval.low, "high": interval.high} if interval else None


def page_of(
    request: HttpRequest,
    rows: QuerySet[Any] | list[Any],
    to_json: Callable[[Any], JsonObject],
    paging: Paging,
    *,
    count: int | None = None,
) -> JsonObject:
    """Return the requested page; empty after the end. count: the number of rows, if the caller knows it."""
    if count is None:
        count = len(rows) if isinstance(rows, list) else rows.count()
    start = (paging.page - 1) * paging.page_size
    part = list(rows[start : start + paging.page_size + 1])  # one more says whether there is a next page
    return {
        "count": count,
        "page": paging.page,
        "page_size": paging.page_size,
        "next": _address(request, paging, 1) if len(part) > paging.page_size else None,
        "previous": _address(request, paging, -1) if paging.page > 1 else None,
        "items": [to_json(row) for row in part[: paging.page_size]],
    }


def _address(request: HttpRequest, paging: Paging, by: int) -> str:
    params = request.GET.copy()
    params["page"] = str(paging.page + by)
    return request.build_absolute_uri(f"{request.path}?{params.urlencode()}")


def numbers_of(models: Iterable[str], team: Team) -> list[int]:
    """Return the row numbers of models named by id or number. Raises Problem for one that is not known."""
    return [model_named(text, team).pk for text in models]


def model_named(text: str, team: Team) -> LanguageModel:
    """Return a model by `server/name` or number. Raises Problem when it is not known."""
    try:
        return find_model(text, team)
    except Exception as exc:
        hint = "GET /api/v1/models lists them."
        raise Problem(422, str(exc), hint, [("models", str(exc))]) from exc


def url_of(request: HttpRequest, path: str) -> str:
    """Return the address of the page that shows the same."""
    return request.build_absolute_uri(path)


def only_in_frame(request: HttpRequest) -> None:
    """Raise Problem when a browser would show a preview as a separate page, which could navigate away.

    A browser can be made to send a token. Programs do not send the header that says the purpose of a request.
    """
    if request.headers.get("Sec-Fetch-Dest", "iframe") != "iframe":
        hint = 'Show it in an <iframe sandbox="allow-scripts allow-forms">, or open the page of the answer.'
        raise Problem(403, "A preview is generated code: it is not shown as a separate page.", hint)
