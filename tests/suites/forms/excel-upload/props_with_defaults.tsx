import { useState } from "react";
import * as XLSX from "xlsx";

interface Props {
  onParsed: (rows: number[][]) => void;
  disabled?: boolean;
  headers?: string[];
  sheet?: number;
}

export function ExcelUpload({ onParsed, disabled = false, headers = ["foo", "bar"], sheet = 0 }: Props) {
  const [isBusy, setIsBusy] = useState(false);
  const handle = async (event: React.ChangeEvent<HTMLInputElement>) => {
    if (disabled) return;
    setIsBusy(true);
    const book = XLSX.read(await event.target.files![0].arrayBuffer());
    const rows = XLSX.utils.sheet_to_json<Record<string, number>>(book.Sheets[book.SheetNames[sheet]]);
    onParsed(rows.map((row) => headers.map((header) => row[header])));
    setIsBusy(false);
  };
  return <input type="file" disabled={disabled || isBusy} onChange={handle} />;
}
