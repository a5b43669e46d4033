import React, { Component } from "react";
import * as XLSX from "xlsx";

class ExcelUploader extends Component {
  handleFile = (event) => {
    const reader = new FileReader();
    reader.onload = () => {
      const book = XLSX.read(reader.result, { type: "array" });
      this.props.callback(XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]]));
    };
    reader.readAsArrayBuffer(event.target.files[0]);
  };

  render() {
    return <input type="file" onChange={this.handleFile} />;
  }
}
