import { ChangeEvent } from "react";
import * as XLSX from "xlsx";

type Value = string | number | boolean | null;

const numberOf = (text: string): number => Number(text.replace(/\./g, "").replace(",", "."));
const dateOf = (text: string): string => text.split(".").reverse().join("-");
const PARSERS: Record<string, (text: string) => Value> = {
  Datum: dateOf,
  Kunde: (text) => text,
  Betrag: numberOf,
  Anteil: (text) => Number((numberOf(text.replace("%", "").trim()) / 100).toFixed(6)),
  Bezahlt: (text) => text,
};

export default function CsvUpload({ onParsed }: { onParsed: (rows: Record<string, Value>[]) => void }) {
  const handleChange = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    if (!file) return;
    const text = new TextDecoder("utf-8").decode(await file.arrayBuffer());
    const workbook = XLSX.read(text, { type: "string", raw: true, FS: ";" });
    const sheet = workbook.Sheets[workbook.SheetNames[0]];
    const [header, ...lines] = XLSX.utils.sheet_to_json<string[]>(sheet, { header: 1, defval: "" });
    const rows = lines
      .filter((line) => line.some((cell) => cell !== ""))
      .map((line) => Object.fromEntries(header.map((name, at) => [name, line[at] === "" ? null : PARSERS[name](String(line[at]))])));
    onParsed(rows);
  };
  return <input type="file" accept=".csv" aria-label="CSV file" onChange={handleChange} />;
}
