import React from 'react';
import * as XLSX from 'xlsx';

export function ExcelUploader({ onParsed }) {
  const handleFile = (e) => {
    const reader = new FileReader();
    reader.onload = (evt) => {
      const wb = XLSX.read(evt.target.result, { type: 'binary' });
      const rows = XLSX.utils.sheet_to_json(wb.Sheets[wb.SheetNames[0]]);
      onParsed({ foo: rows.map((r) => r.foo), bar: rows.map((r) => r.bar) });
    };
    reader.readAsBinaryString(e.target.files[0]);
  };
  return <input type="file" accept=".xlsx" onChange={handleFile} />;
}
