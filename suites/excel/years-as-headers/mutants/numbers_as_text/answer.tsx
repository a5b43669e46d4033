import { ChangeEvent } from "react";
import * as XLSX from "xlsx";

type Value = string | number | boolean | null;

const SHEET = "Sales";
const FIRST_ROW = 2;
const COLUMNS: Record<string, string> = { "region": "A", "2021": "B", "2022": "C", "2023": "D" };

function valueOf(cell: XLSX.CellObject | undefined): Value {
  if (!cell || cell.v === undefined || cell.v === "") return null;
  return String(cell.v);
}

export default function ExcelUpload({ onParsed }: { onParsed: (rows: Record<string, Value>[]) => void }) {
  const handleChange = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    if (!file) return;
    const workbook = XLSX.read(await file.arrayBuffer());
    const sheet = workbook.Sheets[SHEET];
    const lastRow = XLSX.utils.decode_range(sheet["!ref"] ?? "A1").e.r + 1;
    const rows: Record<string, Value>[] = [];
    for (let row = FIRST_ROW; row <= lastRow; row += 1) {
      const values = Object.entries(COLUMNS).map(([name, letter]) => [name, valueOf(sheet[`${letter}${row}`])]);
      if (values.some(([, value]) => value !== null)) rows.push(Object.fromEntries(values));
    }
    onParsed(rows);
  };
  return <input type="file" accept=".xlsx" aria-label="Excel file" onChange={handleChange} />;
}
