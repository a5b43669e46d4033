"""A component that reads one workbook: where a task of a workbook begins. It is tried like any other reference."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from evaluations.workbooks.comparing.contract import PROP
from evaluations.workbooks.comparing.expected import ExpectedData
from evaluations.workbooks.reading.notation import HINTS
from evaluations.workbooks.reading.notation_readers import BOOLEANS

TIMES = """const two = (n: number) => String(n).padStart(2, "0");

function clock(seconds: number): string {
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function timeText(serial: number, format: string, is1904: boolean): string {
  if (/\\[h+\\]/i.test(format)) return clock(Math.round(serial * 86400));
  const { y, m, d, H, M, S } = XLSX.SSF.parse_date_code(serial, { date1904: is1904 });
  const time = `${two(H)}:${two(M)}:${two(S)}`;
  if (serial < 1) return time;
  return `${y}-${two(m)}-${two(d)}${Number.isInteger(serial) ? "" : `T${time}`}`;
}

"""
CELLS = """function valueOf(cell: XLSX.CellObject | undefined, is1904: boolean): Value {
  if (!cell || cell.v === undefined || cell.v === "") return null;
  const format = String(cell.z ?? "");
  return cell.t === "n" && XLSX.SSF.is_date(format) ? timeText(cell.v as number, format, is1904) : (cell.v as Value);
}
"""
TEXTS = """function valueOf(cell: XLSX.CellObject | undefined, name: string): Value {
  const text = String(cell?.v ?? "").trim();
  if (text === "") return null;
  if (TYPES[name] === "number" || TYPES[name] === "mixed") return numberOf(text, name) ?? text;
  if (TYPES[name] === "boolean") return TRUE.includes(text.toUpperCase());
  const [, day, month, year] = (DAY_FIRST.includes(name) && /^(\\d{1,2})\\D(\\d{1,2})\\D(\\d{4})$/.exec(text)) || [];
  return year ? `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}` : String(cell?.v);
}

function numberOf(text: string, name: string): number | null {
  const plain = DECIMAL_COMMA.includes(name) ? text.replace(/\\./g, "").replace(",", ".") : text.replace(/,/g, "");
  const number = Number(plain.replace(/[\\s%]/g, ""));
  if (Number.isNaN(number)) return null;
  return text.endsWith("%") ? Number((number / 100).toFixed(10)) : number;
}
"""
COMPONENT = """import {{ ChangeEvent }} from "react";
import * as XLSX from "xlsx";

type Value = string | number | boolean | null;

{constants}
{values}
export default function ExcelUpload({{ {prop} }}: {{ {prop}: (rows: Record<string, Value>[]) => void }}) {{
  const handleChange = async (event: ChangeEvent<HTMLInputElement>) => {{
    const file = event.target.files?.[0];
    if (!file) return;
    const workbook = {read};
    const sheet = workbook.Sheets[{sheet}];
    const lastRow = {last};
    const rows: Record<string, Value>[] = [];
    for (let row = FIRST_ROW; row <= lastRow; row += 1) {{
      const cells = Object.entries(COLUMNS).map(([name, letter]) => [name, sheet[`${{letter}}${{row}}`]]);
      const values = cells.map(([name, cell]) => [name, valueOf(cell, {how})]);
      if (values.some(([, value]) => value !== null)) rows.push(Object.fromEntries(values));
    }}
    {prop}(rows);
  }};
  return <input type="file" accept=".{format}" aria-label="{label}" onChange={{handleChange}} />;
}}
"""
LAST_ROW = 'XLSX.utils.decode_range(sheet["!ref"] ?? "A1").e.r + 1'
DECIMAL_COMMA, DAY_FIRST = HINTS["decimal_comma"], HINTS["day_first"]


def reference_of(expected_data: ExpectedData) -> str:
    """Return the source of a component, as TSX. A file that programs write differently may need another one."""
    is_text = expected_data.format == "csv"
    columns = {column.name: column.letter for column in expected_data.columns}
    constants = f"const FIRST_ROW = {expected_data.first_row};\n{_table('COLUMNS', columns)}"
    end = re.search(r"(\d+)$", expected_data.region)
    return COMPONENT.format(
        constants=constants + _notation(expected_data)
        if is_text
        else f"const SHEET = {_text(expected_data.sheet)};\n{constants}",
        values=TEXTS if is_text else TIMES + CELLS,
        how="name" if is_text else "!!workbook.Workbook?.WBProps?.date1904",
        prop=expected_data.prop or PROP,
        read='XLSX.read(await file.text(), { type: "string", raw: true })'
        if is_text
        else "XLSX.read(await file.arrayBuffer(), { cellNF: true })",
        sheet="workbook.SheetNames[0]" if is_text else "SHEET",
        last=end[1] if end else LAST_ROW,
        format=expected_data.format,
        label="CSV file" if is_text else "Excel file",
    )


def _notation(expected_data: ExpectedData) -> str:
    """Return types of the columns of a text file, and which are written otherwise than programs do."""
    types = _table("TYPES", {column.name: column.type for column in expected_data.columns})
    lists = (("DECIMAL_COMMA", DECIMAL_COMMA), ("DAY_FIRST", DAY_FIRST))
    for name, words in lists:
        names = [column.name for column in expected_data.columns if words in column.written]
        types += f"const {name}: string[] = {_text(names)};\n"
    return f"{types}const TRUE = {_text([true for true, _ in BOOLEANS])};\n"


def _table(name: str, values: Mapping[str, str]) -> str:
    lines = "".join(f"  {_text(key)}: {_text(value)},\n" for key, value in values.items())
    return f"const {name}: Record<string, string> = {{\n{lines}}};\n"


def _text(value: str | list[str]) -> str:
    return json.dumps(value, ensure_ascii=False)
