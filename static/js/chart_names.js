// Names beside the marks of a scatter plot. A name that would cover another name, a mark or an edge is left out.
const NS = "http://www.w3.org/2000/svg";
const MARK = 7; // px around the middle of a mark where no name may be
const MOST_LETTERS = 30;
const EDGE = 48; // px of the scale at the left

const meets = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Places to try for a name of this size beside a mark, the nearest first: right and left, above and below, farther out. */
function* positions(x, y, width, height) {
  for (const far of [0, 14, 28, 44]) {
    for (const up of [-1, 1]) {
      const top = y + up * (MARK + 2 + far + (up < 0 ? height : 0));
      for (const left of [x - 4, x - width + 4, x - width / 2]) yield { left, top };
    }
    if (!far) for (const left of [x + MARK + 3, x - MARK - 3 - width]) yield { left, top: y - height / 2 };
  }
}

/** rows: those to name, with x and share; marks: all that are drawn. label(row, letters): the text. */
export function placeNames(svg, rows, marks, label) {
  const [scaleX, scaleY] = [svg.scale("x"), svg.scale("y")];
  const box = { left: EDGE, top: 2, right: svg.viewBox.baseVal.width - 2, bottom: svg.viewBox.baseVal.height - 34 };
  const at = (row) => ({ x: scaleX.apply(row.x), y: scaleY.apply(row.share) });
  const taken = marks.map((row) => at(row)).map(({ x, y }) => ({ left: x - MARK, right: x + MARK, top: y - MARK, bottom: y + MARK }));
  for (const row of rows.toSorted((a, b) => b.share - a.share)) {
    const text = svg.appendChild(document.createElementNS(NS, "text"));
    for (const [name, value] of Object.entries({
      class: "mark-name",
      fill: "var(--text)",
      stroke: "var(--surface)",
      "stroke-width": 4,
      "paint-order": "stroke",
      "text-anchor": "start",
    }))
      text.setAttribute(name, value);
    text.textContent = label(row, MOST_LETTERS);
    const { width, height } = text.getBBox();
    const { x, y } = at(row);
    const free = [...positions(x, y, width, height)]
      .map(({ left, top }) => ({ left, top, right: left + width, bottom: top + height }))
      .find(
        (position) =>
          position.left >= box.left &&
          position.right <= box.right &&
          position.top >= box.top &&
          position.bottom <= box.bottom &&
          !taken.some((other) => meets(position, other)),
      );
    if (!free) {
      text.remove(); // the mark's description and the table have the name too
      continue;
    }
    taken.push(free);
    text.setAttribute("x", free.left);
    text.setAttribute("y", free.top + height * 0.8);
  }
}
