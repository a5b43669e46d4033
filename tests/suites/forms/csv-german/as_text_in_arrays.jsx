import React from "react";
import { read, utils } from "xlsx";

const number = (text) => Number(text.replaceAll(".", "").replace(",", "."));
const readers = [
  (text) => text.split(".").reverse().join("-"),
  (text) => text,
  number,
  (text) => Math.round(number(text.slice(0, -1).trim()) * 1e6) / 1e8,
  (text) => ({ WAHR: true, FALSCH: false })[text],
];

const CsvInput = ({ onParsed }) => {
  const parse = (text) => {
    const book = read(text, { type: "string", raw: true, FS: ";" });
    const [names, ...lines] = utils.sheet_to_json(Object.values(book.Sheets)[0], { header: 1, raw: true, blankrows: false });
    return lines.map((line) => names.reduce((row, name, at) => ({ ...row, [name]: line[at] ? readers[at](line[at]) : null }), {}));
  };
  return (
    <label>
      CSV
      <input type="file" onChange={({ target }) => target.files[0].text().then(parse).then(onParsed)} />
    </label>
  );
};

export default CsvInput;
