// Shared by all charts: rows, colours and shapes of models, drawing again after a change of size, saving.
import * as Plot from "../vendor/plot.js";

const SIZE = 90; // area of a mark, in square pixels
// The shapes of webapp/site/tags.py, scaled to the area that Plot asks for.
const polygon =
  (...points) =>
  (context, scale) =>
    points.forEach(([x, y], at) => context[at ? "lineTo" : "moveTo"](x * scale, y * scale));
const SHAPES = [
  (context, scale) => context.arc(0, 0, 5.2 * scale, 0, 2 * Math.PI),
  polygon([-4.6, -4.6], [4.6, -4.6], [4.6, 4.6], [-4.6, 4.6]),
  polygon([0, -5.6], [5.5, 4.4], [-5.5, 4.4]),
  polygon([0, -5.8], [5.8, 0], [0, 5.8], [-5.8, 0]),
  polygon(
    [-1.8, -5],
    [1.8, -5],
    [1.8, -1.8],
    [5, -1.8],
    [5, 1.8],
    [1.8, 1.8],
    [1.8, 5],
    [-1.8, 5],
    [-1.8, 1.8],
    [-5, 1.8],
    [-5, -1.8],
    [-1.8, -1.8],
  ),
  polygon([-5.5, -4.4], [5.5, -4.4], [0, 5.6]),
].map((shape) => ({ draw: (context, size) => (shape(context, Math.sqrt(size / SIZE)), context.closePath()) }));

export const colour = (row) => `var(--m${row.colour})`;

/** One mark for each model, in its colour and shape, with a link to its answers. */
export const modelDots = (rows, options) =>
  SHAPES.flatMap((symbol, shape) => {
    const own = rows.filter((row) => row.shape === shape);
    return own.length ? [Plot.dot(own, { symbol, fill: colour, r: Math.sqrt(SIZE / Math.PI), href: "href", ...options })] : [];
  });

/** Family, size and quantisation in at most `most` characters: only the family is cut, in its middle. */
export function label({ family, rest }, most) {
  const nLetters = Math.max(4, most - (rest ? rest.length + 1 : 0));
  if (family.length > nLetters)
    family = `${family.slice(0, Math.ceil((nLetters - 1) / 2))}…${family.slice(family.length - Math.floor((nLetters - 1) / 2))}`;
  return rest ? `${family} ${rest}` : family;
}

const LETTER = 7.2; // px of a wide letter on an axis

/** Left margin and labels of a chart with one row for each model. There is always space for size and quantisation. */
export function names(rows, width, share = 0.42) {
  const lengths = rows.map(({ family, rest }) => family.length + (rest ? rest.length + 1 : 0));
  const least = 12 + LETTER * Math.max(...rows.map(({ rest }) => rest.length + 5));
  const marginLeft = Math.max(least, Math.min(width * share, 12 + LETTER * Math.min(44, Math.max(...lengths))));
  const most = Math.floor((marginLeft - 10) / LETTER);
  const labels = new Map(rows.map((row) => [row.name, label(row, most)]));
  return { marginLeft, y: { domain: [...labels.keys()], label: null, tickFormat: (name) => labels.get(name), tickSize: 0 } };
}

export const percent = { domain: [0, 100], label: "pass@1, %", grid: true };

/** Draws the figure whose data has this id, and again whenever its width changes. columns: the columns of the CSV file. onDraw(svg, options): called after each drawing. */
export function chart(id, build, columns, { onDraw } = {}) {
  const figure = document.querySelector(`[data-chart="${id}"]`);
  const data = document.getElementById(figure?.dataset.from);
  if (!figure || !data) return;
  const rows = JSON.parse(data.textContent);
  const container = figure.querySelector(".chart-room");
  const blank = container.querySelector(".chart-blank"); // has the height, before and after: webapp/compare/chart_data.py
  let drawnFor = 0;
  const draw = () => {
    const width = Math.floor(container.clientWidth);
    if (!width || Math.abs(width - drawnFor) < 8) return;
    drawnFor = width;
    const options = build(rows, width);
    if (!options) return;
    const height = Math.round(blank.getBoundingClientRect().height);
    const svg = Plot.plot({ width, height, marginRight: 20, ariaLabel: figure.dataset.title, style: { fontSize: "11px" }, ...options });
    svg.setAttribute("role", "group"); // its marks are links: a picture alone would hide them
    for (const group of svg.querySelectorAll("g[aria-label]")) group.removeAttribute("aria-label"); // a name needs a role
    for (const link of svg.querySelectorAll("a")) {
      const says = link.querySelector("title")?.textContent;
      if (says) link.setAttribute("aria-label", says);
    }
    container.replaceChildren(blank, svg);
    onDraw?.(svg, options);
  };
  new ResizeObserver(draw).observe(container);
  draw();
  figure
    .querySelector('[data-save="svg"]')
    ?.addEventListener("click", () => save(`${id}.svg`, "image/svg+xml", toSvg(container.querySelector("svg[viewBox]"))));
  figure.querySelector('[data-save="csv"]')?.addEventListener("click", () => save(`${id}.csv`, "text/csv", toCsv(rows, columns)));
}

function save(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

/** Only the chart, with its colours as values, because a saved file has no style sheet. */
function toSvg(svg) {
  const copy = svg.cloneNode(true);
  const originals = [svg, ...svg.querySelectorAll("*")],
    copies = [copy, ...copy.querySelectorAll("*")];
  originals.forEach((element, at) => {
    const seen = getComputedStyle(element);
    for (const name of ["fill", "stroke", "color"])
      if (element.hasAttribute(name) || element === svg) copies[at].setAttribute(name, seen[name]);
    if (element.localName === "a")
      copies[at].setAttributeNS(
        "http://www.w3.org/1999/xlink",
        "href",
        new URL(element.getAttribute("href") ?? element.href.baseVal, location.href),
      );
  });
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [name, value] of Object.entries({ width: "100%", height: "100%", fill: getComputedStyle(document.body).backgroundColor }))
    ground.setAttribute(name, value);
  copy.prepend(ground);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("font-family", "system-ui, sans-serif");
  return new XMLSerializer().serializeToString(copy);
}

/** A cell that a spreadsheet would read as a formula gets an apostrophe, because names are not trusted. */
function cell(value) {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const toCsv = (rows, columns) =>
  [columns.map(([, title]) => title), ...rows.map((row) => columns.map(([name]) => row[name]))]
    .map((line) => line.map(cell).join(","))
    .join("\r\n");

export { Plot };
