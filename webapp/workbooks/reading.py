"""How a text file is read: its encoding and the notation of each column, as found or as a person chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from evaluations import workbooks
from evaluations.errors import StoredFileError, WorkbookError
from evaluations.models import Membership, Workbook
from evaluations.records import storable
from evaluations.workbooks.reading.encoding import ENCODINGS, name_of
from evaluations.workbooks.reading.notation import CHOICES
from webapp.site.access import get_for_team, require_role
from webapp.workbooks import sheet_cache
from webapp.workbooks.sheet_view import source_of

MOST_COLUMNS = 60
SEPARATOR = "!"  # between a sheet's number and a column's letter in a field's name


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnReading:
    """One column of a text file: how it is read, why, and a person's choice ("" if there is none)."""

    sheet: str
    letter: str
    name: str
    field: str
    notation: str
    evidence: str
    chosen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TextReading:
    """How a text file is read. telling: columns with a local notation; rest: all other columns."""

    encoding: str
    chosen_encoding: str
    telling: list[ColumnReading]
    rest: list[ColumnReading]

    @property
    def encoding_name(self) -> str:
        """Return the encoding for a person."""
        return name_of(self.encoding)

    @property
    def encodings(self) -> list[tuple[str, str]]:
        """Codecs with their names."""
        return list(ENCODINGS.items())

    @property
    def notations(self) -> list[tuple[str, str]]:
        """Notations with their words."""
        return [(str(kind), words) for kind, words in CHOICES.items()]


def text_reading(workbook: Workbook) -> TextReading | None:
    """Return how the workbook's text is read; None for a file that has its own types."""
    preview = workbook.preview
    if not preview.get("encoding"):
        return None
    chosen = preview.get("reading", {})
    columns = [
        ColumnReading(
            sheet=sheet["name"],
            letter=column["letter"],
            name=column["name"],
            field=f"{at}{SEPARATOR}{column['letter']}",
            notation=column["notation"],
            evidence=column["evidence"],
            chosen=chosen.get("columns", {}).get(sheet["name"], {}).get(column["letter"], ""),
        )
        for at, sheet in enumerate(preview["sheets"])
        for column in sheet["columns"]
    ]
    telling = [column for column in columns if column.evidence]
    rest = [column for column in columns if not column.evidence]
    return TextReading(
        encoding=preview["encoding"],
        chosen_encoding=chosen.get("encoding", ""),
        telling=telling[:MOST_COLUMNS],
        rest=rest[: max(0, MOST_COLUMNS - len(telling))],
    )


@require_POST
def change_reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Read the file again as the form says: preview and expected data follow."""
    row = get_for_team(request, Workbook.objects.select_related("file"), pk=pk)
    require_role(request, Membership.Role.MEMBER)
    try:
        read_again(row, _posted(row, request.POST))
    except (WorkbookError, StoredFileError) as exc:
        messages.error(request, str(exc))
    else:
        messages.success(request, "The file is read again. Earlier runs keep the expected data they were started with.")
    return redirect("workbook", row.pk)


def _posted(row: Workbook, data: Mapping[str, str]) -> dict[str, Any]:
    columns: dict[str, dict[str, str]] = {}
    for at, sheet in enumerate(row.preview["sheets"]):
        letters = [column["letter"] for column in sheet["columns"]]
        notations = {letter: str(data.get(f"{at}{SEPARATOR}{letter}", "")) for letter in letters}
        columns[sheet["name"]] = {letter: kind for letter, kind in notations.items() if kind}
    return {"encoding": data.get("encoding", ""), "columns": columns}


def read_again(row: Workbook, reading: Mapping[str, Any]) -> None:
    """Keep preview and expected data of the file, read as asked: "encoding" and by sheet and letter "columns".

    Raises WorkbookError for an unknown choice, and for a file that has its own types.
    """
    chosen = _checked_choices(row, reading)
    admission = workbooks.admit(row.name, source_of(row), reading=chosen)
    sheet_cache.invalidate(row)
    row.preview = storable(admission.preview)
    row.truth = storable(_expected_again(row, chosen) or {})
    row.save(update_fields=["preview", "truth"])


def _checked_choices(row: Workbook, reading: Mapping[str, Any]) -> dict[str, Any]:
    """Return the choices without those that mean "as found". Raises WorkbookError."""
    if not row.preview.get("encoding"):
        raise WorkbookError(
            f"{row.name} stores its own types. Only text files can be read otherwise.", reason="reading"
        )
    codec = reading.get("encoding") or ""
    if codec and codec not in ENCODINGS:
        raise WorkbookError(
            f'There is no encoding "{codec[:40]}". Choose one of {", ".join(ENCODINGS)}.', reason="reading"
        )
    columns = {sheet: dict(kinds) for sheet, kinds in reading.get("columns", {}).items() if kinds}
    known = {sheet["name"]: {column["letter"] for column in sheet["columns"]} for sheet in row.preview["sheets"]}
    for sheet, kinds in columns.items():
        for letter, kind in kinds.items():
            if letter not in known.get(sheet, ()):
                raise WorkbookError(f'There is no column {letter[:9]} in sheet "{sheet[:99]}".', reason="reading")
            if kind not in CHOICES:
                known_kinds = ", ".join(CHOICES)
                raise WorkbookError(
                    f'There is no notation "{kind[:40]}". Choose one of {known_kinds}.', reason="reading"
                )
    return ({"encoding": codec} if codec else {}) | ({"columns": columns} if columns else {})


def _expected_again(row: Workbook, chosen: Mapping[str, Any]) -> workbooks.ExpectedData | None:
    """Return the expected data of the same table with the same settings, read as chosen."""
    if not row.truth:
        return None
    before = workbooks.ExpectedData.from_json(row.truth)
    after = workbooks.propose_expected(
        row.name,
        source_of(row),
        sheet=before.sheet,
        header_row=before.header_row or 0,
        columns=[column.letter for column in before.columns],
        region=before.region,
        reading=chosen,
    )
    return replace(
        after,
        dates=before.dates,
        blanks=before.blanks,
        shape=before.shape,
        asked_header=before.asked_header,
        asked_notes=before.asked_notes,
    )
