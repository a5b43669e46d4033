import React from "react";
import { createRoot } from "react-dom/client";
import * as XLSX from "xlsx";

function ExcelUpload({ onParsed }) {
  const handleChange = async (event) => {
    const book = XLSX.read(await event.target.files[0].arrayBuffer());
    const rows = XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]]);
    onParsed(rows);
  };
  return <input type="file" accept=".xlsx,.xls" onChange={handleChange} />;
}

const App = () => <ExcelUpload onParsed={(rows) => console.log(rows)} />;

createRoot(document.getElementById("root")).render(<App />);
