import { useState } from "react";

function parse(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let isQuoted = false;
  let wasQuoted = false;
  const endRow = () => {
    if (row.length || field || wasQuoted) rows.push([...row, field.trim()]);
    row = [];
    field = "";
    wasQuoted = false;
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    if (isQuoted) {
      if (char === '"' && text[i + 1] === '"') {
        field += '"';
        i++;
      } else if (char === '"') isQuoted = false;
      else field += char;
    } else if (char === '"' && field === "") isQuoted = wasQuoted = true;
    else if (char === ",") {
      row.push(field.trim());
      field = "";
    } else if (char === "\n") endRow();
    else field += char;
  }
  endRow();
  return rows;
}

export default function CsvViewer() {
  const [text, setText] = useState("");
  const [heads, ...rows] = parse(text);
  return (
    <div>
      <label>CSV <textarea value={text} onChange={(event) => setText(event.target.value)} /></label>
      {heads && (
        <table>
          <thead><tr>{heads.map((head, i) => <th key={i}>{head}</th>)}</tr></thead>
          <tbody>
            {rows.map((row, at) => <tr key={at}>{heads.map((_, i) => <td key={i}>{row[i] ?? ""}</td>)}</tr>)}
          </tbody>
        </table>
      )}
    </div>
  );
}
