import React from "react";
import * as XLSX from "xlsx/xlsx.mjs";

export default function Uploader({ onParsed }) {
  const change = async (event) => {
    const workbook = XLSX.read(await event.target.files[0].arrayBuffer());
    onParsed(XLSX.utils.sheet_to_json(workbook.Sheets[workbook.SheetNames[0]]));
  };
  return <input type="file" accept=".xlsx" onChange={change} />;
}
