import { ChangeEvent } from "react";
import * as XLSX from "xlsx";

interface Row {
  foo: number;
  bar: number;
}

export default function ExcelUpload({ onData }: { onData: (rows: Row[]) => void }) {
  const handleChange = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    if (!file) return;
    const workbook = XLSX.read(await file.arrayBuffer());
    const sheet = workbook.Sheets[workbook.SheetNames[0]];
    const rows = XLSX.utils.sheet_to_json<any[]>(sheet, { header: 1 });
    onData(rows as any);
  };
  return <input type="file" accept=".xlsx,.xls" aria-label="Excel file" onChange={handleChange} />;
}
