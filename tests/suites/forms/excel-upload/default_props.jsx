import React from "react";
import * as XLSX from "xlsx";

function ExcelUpload(props) {
  const read = async (event) => {
    const book = XLSX.read(await event.target.files[0].arrayBuffer());
    const rows = XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[props.sheetIndex]], { header: props.columns, range: 1 });
    props.onRows(rows);
  };
  return <input type="file" multiple={props.multiple} onChange={read} />;
}

ExcelUpload.defaultProps = { sheetIndex: 0, columns: ["foo", "bar"], multiple: false, onRows: () => {} };

module.exports = ExcelUpload;
