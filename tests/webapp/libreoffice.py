"""LibreOffice opens a workbook, writes it as .ods, and writes that as .xlsx again."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

SOFFICE = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is not here; apt-get install --no-install-recommends libreoffice-calc"
)


def reopened(content: bytes, folder: Path) -> bytes:
    """Return the workbook after LibreOffice has read and written it twice."""
    (folder / "it.xlsx").write_bytes(content)
    command = [
        str(SOFFICE),
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "ods",
        "--outdir",
        str(folder),
        str(folder / "it.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    back = [*command[:4], "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "back"), str(folder / "it.ods")]
    subprocess.run(back, check=True, capture_output=True, timeout=120)
    return (folder / "back" / "it.xlsx").read_bytes()


def values(content: bytes) -> dict[str, list[list[Any]]]:
    """Return each sheet's filled cells, with numbers cut to 12 digits: LibreOffice writes 15, and keeps empty cells."""
    sheets = {}
    for name in (book := openpyxl.load_workbook(io.BytesIO(content), data_only=True)).sheetnames:
        rows = [[_rounded(c) for c in row if c is not None] for row in book[name].iter_rows(values_only=True)]
        sheets[name] = [row for row in rows if row]
    return sheets


def _rounded(value: Any) -> Any:
    return round(value, 12) if isinstance(value, float) else value
