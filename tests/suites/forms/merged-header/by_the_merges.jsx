import React from "react";
import { read, utils } from "xlsx";

function unmerged(sheet) {
  for (const { s, e } of sheet["!merges"] || []) {
    const first = sheet[utils.encode_cell(s)];
    for (let r = s.r; r <= e.r; r++) {
      for (let c = s.c; c <= e.c; c++) sheet[utils.encode_cell({ r, c })] = first;
    }
  }
  return sheet;
}

export default class Quarters extends React.Component {
  load = ({ target }) => {
    const reader = new FileReader();
    reader.onload = () => {
      const sheet = unmerged(read(reader.result, { type: "binary" }).Sheets.Quarters);
      const [above, below, ...rest] = utils.sheet_to_json(sheet, { header: 1, raw: true });
      const keys = above.map((year, at) => (year === below[at] ? year : year + " " + below[at]));
      const rows = [];
      for (const cells of rest) {
        const row = {};
        keys.forEach((key, at) => {
          row[key] = cells[at] === undefined ? null : cells[at];
        });
        if (Object.values(row).some((value) => value !== null)) rows.push(row);
      }
      this.props.onParsed(rows);
    };
    reader.readAsBinaryString(target.files[0]);
  };

  render() {
    return <input type="file" onChange={this.load} />;
  }
}
