export function parseCsv(text) {
  const rows = [];
  let row = [""];
  let isQuoted = false;
  let isBlank = true;
  const endRow = () => {
    if (!isBlank) rows.push(row);
    row = [""];
    isBlank = true;
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i];
    const last = row.length - 1;
    if (isQuoted) {
      if (char === '"' && text[i + 1] === '"') {
        row[last] += '"';
        i++;
      } else if (char === '"') isQuoted = false;
      else row[last] += char;
    } else if (char === "\n" || (char === "\r" && text[i + 1] === "\n")) {
      if (char === "\r") i++;
      endRow();
    } else {
      isBlank = false;
      if (char === '"' && row[last] === "") isQuoted = true;
      else if (char === ",") row.push("");
      else row[last] += char;
    }
  }
  endRow();
  return rows;
}

/** Rows as objects by the names in the first row. */
export function readTable(text) {
  const [names, ...rows] = parseCsv(text);
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? ""])));
}
