"""`manage.py workbook FILE [--sheet S] [--json]`: what is in a workbook, or the sentence that says why not."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from evaluations import workbooks
from evaluations.errors import WorkbookError
from evaluations.records import to_json
from evaluations.workbooks.reading import layout

WIDTH = 24


class Command(BaseCommand):
    """Shows a workbook on the command line."""

    help = "Show what is in a workbook, or say why it cannot be read."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Define the file and the sheet."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--sheet", help="only this sheet, with more rows")
        parser.add_argument("--rows", type=int, default=10, help="rows to show of each sheet (10)")
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 shown, 1 the workbook cannot be read, 2 no such file or sheet."""
        path: Path = options["file"]
        if not path.is_file():
            self.stderr.write(f"There is no file {path}. Give the path of a workbook.")
            sys.exit(2)
        limits = workbooks.Limits(size_mb=settings.UPLOAD_MAX_MB)
        try:
            check = workbooks.check_upload(path.name, path, limits)
            preview = workbooks.read_preview(path.name, path, n_rows=max(1, min(options["rows"], 1000)), limits=limits)
        except WorkbookError as exc:
            self._refuse(exc, options["as_json"])
        sheets = [s for s in preview.sheets if options["sheet"] in (None, s.name)]
        if options["sheet"] and not sheets:
            names = ", ".join(f'"{sheet.name}"' for sheet in preview.sheets)
            self.stderr.write(f'{path.name} has no sheet "{options["sheet"]}". It has {names}.')
            sys.exit(2)
        if options["as_json"]:
            preview_json = replace(preview, sheets=tuple(sheets)).to_json()
            for sheet in preview_json["sheets"]:
                sheet["error"] = layout.sheet_error(sheet)
            self.stdout.write(json.dumps({"check": to_json(check), "preview": preview_json}, ensure_ascii=False))
            return
        self._print(check, preview, sheets)

    def _refuse(self, exc: WorkbookError, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"error": str(exc), "reason": exc.reason}, ensure_ascii=False))
        else:
            self.stderr.write(str(exc))
        sys.exit(1)

    def _print(self, check: workbooks.UploadCheck, preview: workbooks.Preview, sheets: list[Any]) -> None:
        n = len(preview.sheets)
        self.stdout.write(
            f"{preview.name}: .{preview.format}, {preview.size_bytes:,} bytes, {n} sheet{'' if n == 1 else 's'}, "
            f"dates from {preview.date_system}"
        )
        for sentence in dict.fromkeys((*check.warnings, *preview.notes)):
            self.stdout.write(f"  note: {sentence}")
        for sheet in sheets:
            self._print_sheet(sheet)

    def _print_sheet(self, sheet: workbooks.SheetPreview) -> None:
        hidden = "" if sheet.visibility == "visible" else f", {sheet.visibility.replace('_', ' ')}"
        head = f"headers in row {sheet.header_row}" if sheet.header_row else "no header row"
        self.stdout.write(
            f'\n"{sheet.name}" ({sheet.kind}{hidden}): {sheet.n_rows:,} rows, {sheet.n_columns} columns, {head}'
        )
        if sheet.error:
            self.stdout.write(f"  {sheet.error}")
        for text, count in (("merged ranges", sheet.n_merged), ("formulas in the rows shown", sheet.formulas)):
            if count:
                self.stdout.write(f"  {count} {text}")
        columns = sheet.columns[:8]
        if columns:
            self.stdout.write("  " + " | ".join(_shortened(f"{c.letter} {c.type}") for c in columns))
        for row in sheet.rows:
            self.stdout.write("  " + " | ".join(_shortened(cell.text) for cell in row[:8]))


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return (flat if len(flat) <= WIDTH else flat[: WIDTH - 1] + "…").ljust(WIDTH)
