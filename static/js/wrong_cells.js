// Colours the cells that models read wrong in the sheet itself; W goes to the next one, Shift+W to the one before.
let models = [];
let wrongCells = []; // of the chosen models, in the sheet's order: { row, column, lines }
let byRow = new Map();
let at = -1;

function letterNumber(letters) {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function read() {
  const source = document.getElementById("wrong-cells");
  models = source ? JSON.parse(source.dataset.models) : [];
}

/** One entry for each cell, with the reading of each chosen model. */
function choose(name) {
  const cellsByKey = new Map();
  for (const { model, cells } of models.filter((one) => !name || one.model === name))
    for (const [row, letters, expected, got, why] of cells) {
      const key = `${letters}${row}`;
      if (!cellsByKey.has(key)) cellsByKey.set(key, { key, row, column: letterNumber(letters), lines: [] });
      cellsByKey.get(key).lines.push(`${model}: expected ${expected}, got ${got} (${why})`);
    }
  wrongCells = [...cellsByKey.values()].toSorted((one, two) => one.row - two.row || one.column - two.column);
  byRow = Map.groupBy(wrongCells, ({ row }) => row);
  at = -1;
}

/** Marks the wrong cells of a row, and takes the marks of other models away. */
export function decorate(row, number) {
  for (const mark of row.querySelectorAll(".wrong-mark")) mark.remove();
  for (const cell of row.querySelectorAll(".is-wrong")) {
    cell.classList.remove("is-wrong", "is-current");
    cell.title = cell.dataset.titleBefore ?? "";
  }
  for (const wrongCell of byRow.get(number) ?? []) {
    const cell = row.cells[wrongCell.column + 1];
    if (!cell) continue;
    cell.dataset.titleBefore ??= cell.title;
    cell.classList.add("is-wrong");
    cell.classList.toggle("is-current", wrongCell === wrongCells[at]);
    cell.title = [...wrongCell.lines, cell.dataset.titleBefore].filter(Boolean).join("\n");
    const mark = Object.assign(document.createElement("span"), {
      className: "wrong-mark visually-hidden",
      textContent: `wrong. ${wrongCell.lines.join(". ")}. `,
    });
    cell.prepend(mark);
  }
}

function redraw() {
  const table = document.querySelector(".sheet-wrap table");
  for (const row of table?.tBodies[0]?.rows ?? []) if (Number(row.cells[0]?.textContent)) decorate(row, Number(row.cells[0].textContent));
}

function step(by) {
  if (!wrongCells.length) return;
  at = at < 0 && by < 0 ? wrongCells.length - 1 : (at + by + wrongCells.length) % wrongCells.length;
  const wrongCell = wrongCells[at];
  document.dispatchEvent(new CustomEvent("sheet-go", { detail: Math.max(1, wrongCell.row - 3) }));
  redraw();
  const say = document.querySelector("[data-wrong-said]");
  say.textContent = `${at + 1} of ${wrongCells.length} · ${wrongCell.key} · ${wrongCell.lines.join(" · ")}`;
  const cell = document.querySelector(".sheet-wrap td.is-current");
  cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function show() {
  const bar = document.querySelector("[data-wrong-nav]");
  if (!bar) return;
  read();
  bar.hidden = !models.length;
  const select = bar.querySelector("select");
  const before = select.value;
  select.replaceChildren(
    new Option("all models", ""),
    ...models.map(({ model, cells }) => new Option(`${model} (${cells.length})`, model)),
  );
  if (models.some(({ model }) => model === before)) select.value = before;
  choose(select.value);
  redraw();
}

export function begin() {
  const bar = document.querySelector("[data-wrong-nav]");
  if (!bar) return;
  bar.querySelector("select").addEventListener("change", (event) => {
    choose(event.target.value);
    redraw();
  });
  bar.querySelector("[data-wrong-next]").addEventListener("click", () => step(1));
  bar.querySelector("[data-wrong-before]").addEventListener("click", () => step(-1));
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.matches("input, textarea, select") || document.querySelector("dialog[open]")) return;
    if (event.key === "w" || event.key === "W") step(event.key === "w" ? 1 : -1);
  });
  document.body.addEventListener("htmx:afterSettle", show); // new readings arrive while models work
  show();
}
