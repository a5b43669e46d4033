const CITIES = [
  ["Oslo", "Norway", 709000],
  ["Lima", "Peru", 10092000],
  ["Bergen", "Norway", 291000],
  ["Äänekoski", "Finland", 18000],
  ["Cusco", "Peru", 428000],
];
const headers = [...document.querySelectorAll("th")];
const filter = document.getElementById("filter");
let column = -1;
let direction = 1;

const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b, "en"));

function show() {
  const words = filter.value.trim().toLowerCase();
  const rows = CITIES.filter(([city, country]) => city.toLowerCase().includes(words) || country.toLowerCase().includes(words));
  if (column >= 0) rows.sort((a, b) => direction * compare(a[column], b[column]));
  const body = document.querySelector("tbody");
  body.replaceChildren();
  for (const cells of rows) {
    const row = body.insertRow();
    for (const cell of cells) row.insertCell().textContent = typeof cell === "number" ? cell.toLocaleString("en") : cell;
  }
  headers.forEach((header, i) => header.setAttribute("aria-sort", i !== column ? "none" : direction > 0 ? "ascending" : "descending"));
  document.querySelector("[role=status]").textContent = `${rows.length} of ${CITIES.length} cities`;
}

headers.forEach((header, i) => header.querySelector("button").addEventListener("click", () => {
  direction = i === column ? -direction : direction;
  column = i;
  show();
}));
filter.addEventListener("input", show);
show();
