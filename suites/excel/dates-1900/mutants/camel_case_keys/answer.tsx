import { ChangeEvent } from "react";
import * as XLSX from "xlsx";

type Value = string | number | boolean | null;

const SHEET = "Bookings";
const FIRST_ROW = 2;
const COLUMNS: Record<string, string> = { "Guest": "A", "Arrival": "B", "Departure": "C", "paidAt": "D" };

const two = (n: number) => String(n).padStart(2, "0");

function clock(seconds: number): string {
  return `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}

function timeText(serial: number, format: string, is1904: boolean): string {
  if (/\[h+\]/i.test(format)) return clock(Math.round(serial * 86400));
  const { y, m, d, H, M, S } = XLSX.SSF.parse_date_code(serial, { date1904: is1904 });
  const time = `${two(H)}:${two(M)}:${two(S)}`;
  if (serial < 1) return time;
  return `${y}-${two(m)}-${two(d)}${Number.isInteger(serial) ? "" : `T${time}`}`;
}

function valueOf(cell: XLSX.CellObject | undefined, is1904: boolean): Value {
  if (!cell || cell.v === undefined || cell.v === "") return null;
  if (cell.t === "n" && XLSX.SSF.is_date(String(cell.z))) return timeText(cell.v as number, String(cell.z), is1904);
  return cell.v as Value;
}

export default function ExcelUpload({ onParsed }: { onParsed: (rows: Record<string, Value>[]) => void }) {
  const handleChange = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    if (!file) return;
    const workbook = XLSX.read(await file.arrayBuffer(), { cellNF: true });
    const is1904 = !!workbook.Workbook?.WBProps?.date1904;
    const sheet = workbook.Sheets[SHEET];
    const lastRow = XLSX.utils.decode_range(sheet["!ref"] ?? "A1").e.r + 1;
    const rows: Record<string, Value>[] = [];
    for (let row = FIRST_ROW; row <= lastRow; row += 1) {
      const values = Object.entries(COLUMNS).map(([name, letter]) => [name, valueOf(sheet[`${letter}${row}`], is1904)]);
      if (values.some(([, value]) => value !== null)) rows.push(Object.fromEntries(values));
    }
    onParsed(rows);
  };
  return <input type="file" accept=".xlsx" aria-label="Excel file" onChange={handleChange} />;
}
