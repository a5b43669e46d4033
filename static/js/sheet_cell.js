// Cells of the table that scrolls, and the ranges that are merged in it.
/** A cell as an element; isThere: whether its piece has been loaded. */
export function cellOf([text = "", type = "blank", formula, format, stored], isThere, merged) {
  const cell = document.createElement("td");
  cell.className = isThere ? `t-${type}` : "is-waiting";
  cell.classList.toggle("is-merged", Boolean(merged));
  if (formula) {
    const mark = Object.assign(document.createElement("span"), { className: "formula-mark", textContent: "ƒ" });
    mark.setAttribute("aria-hidden", "true");
    cell.append(mark, Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: `formula ${formula}: ` }));
  }
  cell.append(isThere ? text : "…");
  const behind = [
    text.length > 30 && text,
    stored && `stored ${stored}`,
    formula,
    format && `format ${format}`,
    merged && `merged ${merged.name}`,
  ];
  if (behind.some(Boolean)) cell.title = behind.filter(Boolean).join(" · ");
  return cell;
}

/** A1:B2 as columns from 0 and rows from 1. */
export function rangeOf(name) {
  const [[left, top], [right, bottom]] = name.split(":").map((end) => {
    const [, letters, row] = end.match(/^([A-Z]+)(\d+)$/);
    return [[...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1, Number(row)];
  });
  return { name, left, top, right, bottom };
}
