"""Render the table of number formats with LibreOffice and store the shown texts, for tests of the preview.

    python bench/number_formats.py

Needs `soffice` (Debian: libreoffice-calc-nogui). Writes tests/workbooks/number_formats.json: value, format, shown text.
"""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl

STORED = Path(__file__).resolve().parent.parent / "tests" / "workbooks" / "number_formats.json"
# LibreOffice's export options: comma, quotation mark, UTF-8, from the first line, cells as shown.
FILTER = "csv:Text - txt - csv (StarCalc):44,34,76,1"
DAY = 45_292.0  # 2024-01-01
MOMENT = 45_356.6048611112  # 2024-03-05 14:31:00
CASES: list[tuple[float | str | bool, str]] = [
    (501, "00000"),
    (1234567.891, "0000000000"),
    (2000, "$#,##0"),
    (-2000, "$#,##0"),
    (1234.5, '#,##0.00 "€"'),
    (1234.5, "#,##0.00\\ [$€-407]"),
    (1234.5, "[$$-409]#,##0.00"),
    (1234.5, "[$£-809]#,##0.00"),
    (12345678, '0.0,,"M"'),
    (12345678, "#,##0,"),
    (12345678, '0.00,"k"'),
    (-1234, "#,##0;(#,##0)"),
    (1234, "#,##0;(#,##0)"),
    (0, "#,##0;(#,##0);-"),
    (-5.5, "0.00;[Red]-0.00"),
    (5.5, "[Blue]0.00;[Red]-0.00"),
    (0, '0.0;-0.0;"zero"'),
    ("note", '0.0;-0.0;"zero";"text: "@'),
    (DAY, "mmm-yy"),
    (DAY, "yyyy-mm-dd"),
    (DAY, "dd.mm.yyyy"),
    (DAY, "d/m/yy"),
    (DAY, "mm/dd/yyyy"),
    (DAY, "dddd, mmmm d, yyyy"),
    (DAY, "ddd d mmm"),
    (DAY, "mmmmm"),
    (MOMENT, "yyyy-mm-dd hh:mm:ss"),
    (MOMENT, "h:mm AM/PM"),
    (MOMENT, "hh:mm"),
    (MOMENT, "d mmm yyyy h:mm"),
    (MOMENT, 'dd"th of" mmmm'),
    (MOMENT, "[$-409]d-mmm-yy;@"),
    (0.52, "h:mm:ss AM/PM"),
    (1.5, "[h]:mm"),
    (1.5, "[mm]:ss"),
    (0.5, "[ss]"),
    (2.75, "[h]:mm:ss"),
    (0.000012, "mm:ss.0"),
    (0.05, "0%"),
    (0.1234, "0.00%"),
    (12.5, "#,##0%"),
    (-0.25, "0.0%;(0.0%)"),
    (1.25, "# ?/?"),
    (0.333333, "# ??/??"),
    (5.75, "# ?/4"),
    (0.5, "?/?"),
    (3, "# ?/?"),
    (-1.5, "# ?/2"),
    (12345.678, "0.00E+00"),
    (0.00012, "0.0E+00"),
    (123456, "##0.0E+0"),
    (-12345, "0E+00"),
    (1234.5, "General"),
    (0.1, "General"),
    (0.30000000000000004, "General"),
    (1.5e-10, "General"),
    (123456789012, "General"),
    (True, "General"),
    ("plain", "General"),
    ("plain", "@"),
    (42, "@"),
    (1234.5, "0"),
    (2.5, "0"),
    (-0.4, "0"),
    (1234.567, "0.00"),
    (1234.567, "#.##"),
    (0.5, "#.##"),
    (1234567.5, "#,##0.00"),
    (1234567.5, "#,###"),
    (0, "#,###"),
    (5, "0.0##"),
    (5.125, "0.0##"),
    (5551234567, "(000) 000-0000"),
    (123456789, "000-00-0000"),
    (12, '0 "pcs"'),
    (12, "0\\ \\k\\g"),
    (150, '[>100]"high";[<=100]"low"'),
    (50, '[>100]"high";[<=100]"low"'),
    (5, "[<10]0.00;[<100]0.0;0"),
    (500, "[<10]0.00;[<100]0.0;0"),
]


def main() -> None:
    """Render and store the table."""
    program = shutil.which("soffice")
    if program is None:
        print("soffice was not found. Install it (Debian: libreoffice-calc-nogui).", file=sys.stderr)
        sys.exit(2)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "formats.xlsx"
        _write(source)
        home = f"-env:UserInstallation=file://{folder}/profile"
        command = [program, home, "--headless", "--convert-to", FILTER, "--outdir", folder, str(source)]
        subprocess.run(command, check=True, timeout=300, env={"PATH": "/usr/bin:/bin", "LANG": "en_US.UTF-8"})
        with source.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
            shown = [row[0] if row else "" for row in csv.reader(file)]
    rows = [{"value": value, "format": form, "shown": text} for (value, form), text in zip(CASES, shown, strict=True)]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    STORED.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    print(f"{len(rows)} formats stored in {STORED}")


def _write(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for at, (value, form) in enumerate(CASES, 1):
        cell = sheet.cell(at, 1, value)
        cell.number_format = form
    sheet.column_dimensions["A"].width = 60
    book.save(path)


if __name__ == "__main__":
    main()
