import { ChangeEvent } from "react";
import * as XLSX from "xlsx";

type Value = string | number | boolean | null;

const FIRST_ROW = 2;
const COLUMNS: Record<string, string> = { "City": "A", "Country": "B", "Founded": "C" };

function valueOf(cell: XLSX.CellObject | undefined): Value {
  if (!cell || cell.v === undefined || cell.v === "") return null;
  return typeof cell.v === "string" ? cell.v.replace(/[^ -~]/g, "") : (cell.v as Value);
}

export default function ExcelUpload({ onParsed }: { onParsed: (rows: Record<string, Value>[]) => void }) {
  const handleChange = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    if (!file) return;
    const text = new TextDecoder("utf-8").decode(await file.arrayBuffer());
    const workbook = XLSX.read(text, { type: "string" });
    const sheet = workbook.Sheets[workbook.SheetNames[0]];
    const lastRow = XLSX.utils.decode_range(sheet["!ref"] ?? "A1").e.r + 1;
    const rows: Record<string, Value>[] = [];
    for (let row = FIRST_ROW; row <= lastRow; row += 1) {
      const values = Object.entries(COLUMNS).map(([name, letter]) => [name, valueOf(sheet[`${letter}${row}`])]);
      if (values.some(([, value]) => value !== null)) rows.push(Object.fromEntries(values));
    }
    onParsed(rows);
  };
  return <input type="file" accept=".csv" aria-label="CSV file" onChange={handleChange} />;
}
