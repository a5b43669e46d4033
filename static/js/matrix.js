// The matrix of a long run: pieces of some forty tasks are loaded near the visible part, and removed when far away.
// Without this script it is paged; a short matrix stays unchanged. Only the page scrolls vertically. A wide matrix scrolls
// horizontally in its region. A sticky head would stick to that region, so this script moves the head.
const NEAR = 1.5; // heights of the window, above and below
const wrap = document.getElementById("run-matrix")?.querySelector(".table-wrap");
let watcher = null;

const spacer = (page, n, height) => {
  const body = document.createElement("tbody");
  Object.assign(body.dataset, { page, n });
  empty(body, height);
  return body;
};

/** An empty piece with the height of its rows. */
function empty(body, height) {
  const cell = document.createElement("td");
  cell.colSpan = 100;
  cell.className = "room";
  cell.style.height = `${Number(body.dataset.n) * height}px`;
  const row = document.createElement("tr");
  row.setAttribute("aria-hidden", "true");
  row.append(cell);
  body.replaceChildren(row);
  delete body.dataset.isFilled;
}

async function fill(body) {
  if ("isFilled" in body.dataset || body.dataset.isAsked) return;
  body.dataset.isAsked = "yes";
  const address = new URL(location.href);
  address.searchParams.set("part", "matrix");
  address.searchParams.set("page", body.dataset.page);
  const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
  delete body.dataset.isAsked;
  if (!answer?.ok || !body.isConnected) return;
  const piece = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("tbody[data-page]");
  if (!piece || !body.isConnected) return;
  body.replaceChildren(...piece.children);
  body.dataset.isFilled = "yes";
}

function begin() {
  watcher?.disconnect();
  const table = wrap?.querySelector("table[data-rows]");
  const nav = wrap?.querySelector("[data-task-pages]");
  if (!table || !nav) return;
  const [rows, piece] = [Number(table.dataset.rows), Number(table.dataset.piece)];
  const shown = table.querySelector("tbody[data-page]");
  table.classList.add("is-virtual");
  table.setAttribute("aria-rowcount", rows);
  const height = shown.rows[0].getBoundingClientRect().height;
  for (const head of table.tHead.rows[0].cells) head.style.minWidth = `${Math.ceil(head.getBoundingClientRect().width)}px`; // nothing may move
  Object.assign(shown.dataset, { n: shown.rows.length, isFilled: "yes" });
  const currentPage = Number(shown.dataset.page);
  for (let page = 1; page <= Math.ceil(rows / piece); page++) {
    if (page === currentPage) continue;
    const body = spacer(page, Math.min(piece, rows - (page - 1) * piece), height);
    if (page < currentPage) shown.before(body);
    else table.append(body);
  }
  nav.remove();
  watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) fill(target);
        else if ("isFilled" in target.dataset && !target.contains(document.activeElement)) empty(target, height);
      }
    },
    { rootMargin: `${Math.round(NEAR * 100)}% 0px` },
  );
  for (const body of table.querySelectorAll("tbody[data-page]")) watcher.observe(body);
  if (currentPage > 1 && !scrollY) scrollTo(0, shown.getBoundingClientRect().top - table.tHead.offsetHeight);
}

/** The head stays at the top of the window while its table is visible. */
let isMoving = false;
function moveHead() {
  isMoving = false;
  const table = wrap?.querySelector("table.matrix");
  if (!table) return;
  const { top, height } = table.getBoundingClientRect();
  const most = height - table.tHead.offsetHeight;
  table.style.setProperty("--head-shift", `${Math.max(0, Math.min(-top, most))}px`);
}
addEventListener(
  "scroll",
  () => {
    if (!isMoving) requestAnimationFrame(moveHead);
    isMoving = true;
  },
  { passive: true },
);

begin();
moveHead();
// After news of the run the part is loaded again, and the same rows stay visible.
let scrollTop = 0;
document.body.addEventListener("htmx:beforeSwap", () => wrap && (scrollTop = scrollY));
document.body.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "matrix-part") return;
  begin();
  scrollTo(scrollX, scrollTop);
  moveHead();
});
