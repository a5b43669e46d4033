import React, { useState } from "react";
import * as XLSX from "xlsx";

export default function ExcelUpload({ onComplete }) {
  const [file, setFile] = useState(null);
  const parse = async () => {
    if (!file) return;
    const book = XLSX.read(await file.arrayBuffer());
    onComplete(XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]]));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        parse();
      }}
    >
      <input type="file" onChange={(event) => setFile(event.target.files[0])} />
      <input type="submit" value="Los" />
    </form>
  );
}
