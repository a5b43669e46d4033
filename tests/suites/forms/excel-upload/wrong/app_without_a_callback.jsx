import React, { useState } from "react";
import * as XLSX from "xlsx";

export default function App() {
  const [rows, setRows] = useState([]);
  const handle = async (event) => {
    const book = XLSX.read(await event.target.files[0].arrayBuffer());
    setRows(XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]]));
  };
  return (
    <div>
      <input type="file" onChange={handle} />
      <pre>{JSON.stringify(rows)}</pre>
    </div>
  );
}
