import React from "react";
import * as XLSX from "xlsx";

export default function ExcelUpload({ onParsed }) {
  const handleChange = async (event) => {
    const book = XLSX.read(await event.target.files[0].arrayBuffer());
    const rows = XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]]).map(({ foo, bar }) => ({ foo: Math.round(foo), bar }));
    onParsed(rows);
  };
  return <input type="file" accept=".xlsx,.xls" onChange={handleChange} />;
}
