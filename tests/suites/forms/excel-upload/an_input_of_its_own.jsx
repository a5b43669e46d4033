import React from "react";
import * as XLSX from "xlsx";

const FileInput = ({ onFile, accept = ".xlsx" }) => (
  <input type="file" accept={accept} onChange={(event) => onFile(event.target.files[0])} />
);

const ExcelUploader = ({ onParsed }) => {
  const read = async (file) => {
    const book = XLSX.read(await file.arrayBuffer());
    onParsed(XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]]));
  };
  return <FileInput onFile={read} />;
};
