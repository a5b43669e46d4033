"""Checks on what a person chooses of a workbook."""

from __future__ import annotations

from typing import Any

from django import forms

from evaluations.limits import MAX_HEADER_ROW
from evaluations.models import Workbook
from evaluations.workbooks.reading.table_choices import corners_of


class ExpectedForm(forms.Form):
    """The form for the part of a workbook that counts, and for how values are compared."""

    DATES = [
        ("any", "a Date or its text"),
        ("date", "a Date only"),
        ("text", "text only, like 2024-03-01"),
        ("serial", "Excel's serial number"),
    ]
    SHAPES = [
        ("any", "any: objects, columns or rows"),
        ("records", "[{foo, bar}, …]"),
        ("columns", "{foo: […], bar: […]}"),
        ("rows", "[[1, 2], …]"),
        ("rows_with_header", "[[foo, bar], [1, 2], …]"),
    ]
    sheet = forms.ChoiceField(label="Sheet")
    region = forms.CharField(label="Range", required=False, max_length=20)
    header_row = forms.IntegerField(label="Header row", min_value=0, max_value=MAX_HEADER_ROW)
    columns = forms.MultipleChoiceField(label="Columns", required=False, widget=forms.CheckboxSelectMultiple)
    dates = forms.ChoiceField(label="Dates", choices=DATES, initial="any")
    blanks = forms.ChoiceField(
        label="Blank rows", choices=[("skip_rows", "do not count"), ("keep_rows", "count")], initial="skip_rows"
    )
    shape = forms.ChoiceField(label="Shape", choices=SHAPES, initial="any")

    def __init__(self, data: Any = None, *, workbook: Workbook) -> None:
        expected_data = workbook.truth
        names = ("sheet", "dates", "blanks", "shape") if expected_data else ()
        initial = {name: expected_data[name] for name in names} | {"region": expected_data.get("region", "")}
        if expected_data:
            initial |= {
                "header_row": expected_data["header_row"] or 0,
                "columns": [c["letter"] for c in expected_data["columns"]],
            }
        super().__init__(data, initial=initial)
        self.workbook = workbook
        sheet, columns = self.fields["sheet"], self.fields["columns"]
        assert isinstance(sheet, forms.ChoiceField)
        assert isinstance(columns, forms.ChoiceField)
        sheet.choices = [(s["name"], s["name"]) for s in workbook.preview["sheets"]]
        columns.choices = [(c["letter"], c["name"] or c["letter"]) for c in self._columns()]

    def _columns(self) -> list[dict[str, Any]]:
        """Return columns of the stored expected data and of its sheet: unticked ones must stay there to be ticked
        again.
        """
        expected_data = self.workbook.truth
        columns = {c["letter"]: c for c in expected_data.get("columns", [])}
        sheets = {s["name"]: s for s in self.workbook.preview["sheets"]}
        for column in sheets.get(expected_data.get("sheet"), {}).get("columns", []):
            if column["name"] or column["type"] != "blank":
                columns.setdefault(column["letter"], column)
        return sorted(columns.values(), key=lambda c: (len(c["letter"]), c["letter"]))

    def clean_region(self) -> str:
        """Check that it is empty, or a range like A3:D20."""
        region: str = self.cleaned_data["region"].strip().upper()
        if region:
            try:
                corners_of(region)
            except ValueError as exc:
                raise forms.ValidationError(str(exc)) from exc
        return region

    def clean(self) -> dict[str, Any]:
        """Check the columns. They belong to a sheet and header: when these change, all its columns count until some
        are unticked.
        """
        data = super().clean() or self.cleaned_data
        expected_data = self.workbook.truth
        now = (data.get("sheet"), data.get("region", ""), data.get("header_row"))
        is_same = expected_data and now == (
            expected_data["sheet"],
            expected_data.get("region", ""),
            expected_data["header_row"] or 0,
        )
        is_asked = (
            expected_data
            and (expected_data.get("asked_header") or expected_data.get("asked_notes"))
            and not data.get("columns")
        )
        if not is_same or is_asked:
            data["columns"] = None
        elif not data.get("columns") and "columns" not in self.errors:
            self.add_error("columns", "No column is ticked. Tick at least one.")
        return data
