import React from "react";
import * as XLSX from "xlsx";

import { useDropzone } from "react-dropzone";

export default function ExcelDropzone({ callback }) {
  const onDrop = React.useCallback(
    async ([file]) => {
      const book = XLSX.read(await file.arrayBuffer());
      callback(XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]]));
    },
    [callback],
  );
  const { getRootProps, getInputProps } = useDropzone({ onDrop });
  return (
    <div {...getRootProps()}>
      <input {...getInputProps()} />
      <p>Drop a workbook here</p>
    </div>
  );
}
