import React from 'react';
import * as XLSX from 'xlsx';

export function ExcelUploader({ onUpload }) {
  const handleFile = (e) => {
    const reader = new FileReader();
    reader.onload = (evt) => {
      const wb = XLSX.read(evt.target.result, { type: 'binary' });
      const rows = XLSX.utils.sheet_to_json(wb.Sheets[wb.SheetNames[0]]);
      onUpload(rows.map((r) => r.foo), rows.map((r) => r.bar));
    };
    reader.readAsBinaryString(e.target.files[0]);
  };
  return <input type="file" accept=".xlsx" onChange={handleFile} />;
}
