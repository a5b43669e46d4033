// The table of a long sheet: only visible rows exist, with space for the others. Without this script, it is paged.
import { cellOf, rangeOf } from "./sheet_cell.js";
import { begin as beginWrongCells, decorate } from "./wrong_cells.js";

const PIECE = 200,
  ROW = 25,
  AROUND = 20,
  TALLEST = 8_000_000; // browsers end elements at some 17 million pixels
const wrap = document.querySelector(".sheet-wrap[data-cells]");

class Sheet {
  constructor() {
    const { cells, sheet, rows, columns, header, hidden, merged } = wrap.dataset;
    Object.assign(this, { address: cells, sheet, rows: Number(rows), columns: Number(columns), header: Number(header) });
    this.hidden = new Set(hidden.split(" ").map(Number));
    this.merged = merged.split(" ").filter(Boolean).map(rangeOf);
    this.pieces = new Map();
    this.table = wrap.querySelector("table");
    this.body = this.table.tBodies[0];
    this.known = new Map([...this.body.rows].map((row) => [Number(row.cells[0].textContent), row])); // came with the page
    this.height = Math.min(TALLEST, this.rows * ROW);
    this.said = document.querySelector("[data-rows-shown]");
  }

  /** Fixes the widths of the first rows, so that columns do not move while rows are loaded and removed. */
  begin() {
    this.table.style.width = "max-content";
    const heads = [...this.table.tHead.rows[0].cells];
    const widths = heads.map((head) => Math.max(72, Math.min(320, Math.ceil(head.getBoundingClientRect().width * 1.2))));
    widths[0] = 22 + 8 * String(this.rows).length;
    const sum = widths.reduce((all, width) => all + width);
    const wider = Math.max(1, (wrap.clientWidth - widths[0]) / (sum - widths[0])); // to fill the available width
    this.table.classList.add("is-virtual");
    this.table.style.width = `${widths[0] + (sum - widths[0]) * wider}px`;
    heads.forEach((head, at) => (head.style.width = `${at ? widths[at] * wider : widths[0]}px`));
    this.table.setAttribute("aria-rowcount", this.rows + 1);
    this.above = this.spacer();
    this.below = this.spacer();
    wrap.addEventListener("scroll", () => this.soon(), { passive: true });
    addEventListener("resize", () => this.soon(true));
    this.go(Number(wrap.dataset.first));
    this.draw();
  }

  spacer() {
    const body = document.createElement("tbody");
    body.setAttribute("aria-hidden", "true");
    body.insertRow().insertCell().colSpan = this.columns + 1;
    return body;
  }

  soon(isFresh = false) {
    this.isFresh ||= isFresh;
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.draw(this.isFresh);
      this.isFresh = false;
    });
  }

  get head() {
    return this.table.tHead.offsetHeight;
  }

  /** Pixels of scrolling, against pixels of rows: the same up to 320,000 rows. */
  get stretch() {
    const inSight = wrap.clientHeight - this.head;
    return Math.max(1, (this.rows * ROW - inSight) / Math.max(1, this.height - inSight));
  }

  go(row) {
    wrap.scrollTop = ((Math.max(1, Math.min(row, this.rows)) - 1) * ROW) / this.stretch;
  }

  draw(isFresh = true) {
    const top = Math.floor((wrap.scrollTop * this.stretch) / ROW);
    const nSeen = Math.ceil((wrap.clientHeight - this.head) / ROW);
    if (this.said)
      this.said.textContent = `rows ${(top + 1).toLocaleString("en")}–${Math.min(this.rows, top + nSeen).toLocaleString("en")}`;
    const isDrawn =
      this.drawn && top >= this.drawn.first + (this.drawn.first && 2) && Math.min(this.rows, top + nSeen + 2) <= this.drawn.last;
    if (isDrawn && !isFresh && this.stretch === 1) return;
    const first = Math.max(0, top - AROUND),
      last = Math.min(this.rows, top + nSeen + AROUND);
    this.body.replaceChildren(...Array.from({ length: last - first }, (_, at) => this.row(first + at + 1)));
    const offset = wrap.scrollTop * this.stretch - first * ROW; // of the place in sight from the first row drawn
    const space = Math.max(0, Math.min(wrap.scrollTop - offset, this.height - (last - first) * ROW));
    this.fill(this.above, "before", space);
    this.fill(this.below, "after", this.height - space - (last - first) * ROW);
    this.drawn = { first, last };
    const from = Math.floor(first / PIECE),
      to = Math.floor((last - 1) / PIECE);
    this.wanted = Array.from({ length: to - from + 1 }, (_, at) => from + at);
    this.ask();
  }

  fill(spacer, where, height) {
    if (height <= 0) return spacer.remove();
    spacer.rows[0].cells[0].style.height = `${height}px`;
    if (!spacer.isConnected) this.body[where](spacer);
  }

  row(number) {
    const piece = this.pieces.get(Math.floor((number - 1) / PIECE));
    if (!piece && this.known.has(number)) {
      decorate(this.known.get(number), number);
      return this.known.get(number);
    }
    const row = document.createElement("tr");
    row.setAttribute("aria-rowindex", number + 1);
    row.classList.toggle("is-header", number === this.header);
    row.classList.toggle("is-hidden", this.hidden.has(number));
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = number;
    if (this.hidden.has(number)) head.title = "hidden row";
    row.append(head);
    const cells = piece?.[(number - 1) % PIECE];
    const merged = this.merged.filter((range) => range.top <= number && number <= range.bottom);
    for (let at = 0; at < this.columns; at++)
      row.append(
        cellOf(
          cells?.[at] ?? [],
          cells,
          merged.find((range) => range.left <= at && at <= range.right),
        ),
      );
    decorate(row, number);
    return row;
  }

  /** Loads one visible piece at a time: a person who scrolls past a thousand rows does not wait for them. */
  async ask() {
    const piece = this.isBusy ? undefined : this.wanted.find((number) => !this.pieces.has(number));
    if (piece === undefined) return;
    this.isBusy = true;
    const response = await fetch(`${this.address}?${new URLSearchParams({ sheet: this.sheet, piece })}`).catch(() => null);
    const answer = await response?.json().catch(() => null);
    this.pieces.set(piece, answer?.rows);
    this.isBusy = false;
    this.soon(true);
    if (answer?.rows) return;
    this.say(answer?.error ?? "These rows could not be read. Reload the page.");
    setTimeout(() => this.pieces.delete(piece), 3000);
  }

  say(sentence) {
    if (this.said) this.said.textContent = sentence;
  }
}

if (wrap) {
  const sheet = new Sheet();
  sheet.begin();
  const form = document.querySelector("#sheet .pages form");
  for (const link of form.parentElement.querySelectorAll("a")) link.remove();
  const htmx = [...form.attributes].filter((attribute) => attribute.name.startsWith("hx-"));
  for (const { name } of htmx) form.removeAttribute(name);
  form.addEventListener(
    "submit",
    (event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      sheet.go(Number(form.elements.row.value) || 1);
      wrap.focus();
    },
    { capture: true },
  );
  document.addEventListener("sheet-go", (event) => {
    sheet.go(event.detail);
    sheet.draw();
  });
}
beginWrongCells();
