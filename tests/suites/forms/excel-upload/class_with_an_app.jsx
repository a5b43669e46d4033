import React from "react";
import * as XLSX from "xlsx";

class ExcelUploader extends React.Component {
  constructor(props) {
    super(props);
    this.handleFile = this.handleFile.bind(this);
  }
  async handleFile(event) {
    const book = XLSX.read(await event.target.files[0].arrayBuffer());
    this.props.onData(XLSX.utils.sheet_to_json(book.Sheets[book.SheetNames[0]]));
  }
  render() {
    return <input type="file" onChange={this.handleFile} />;
  }
}

class App extends React.Component {
  state = { rows: [] };
  render() {
    return <ExcelUploader onData={(rows) => this.setState({ rows })} />;
  }
}

export default App;
