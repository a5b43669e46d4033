const body = document.querySelector("tbody");
let current = new Date(Date.UTC(2026, 2, 16));
let selected = "";

const iso = (date) => date.toISOString().slice(0, 10);
const daysAfter = (date, days) => new Date(date.getTime() + days * 86_400_000);
const weekday = (date) => (date.getUTCDay() + 6) % 7;

function monthsAfter(date, months, day = date.getUTCDate()) {
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0));
  last.setUTCDate(Math.min(day, last.getUTCDate()));
  return last;
}

function show(takesFocus) {
  const month = current.toLocaleDateString("en", { month: "long", year: "numeric", timeZone: "UTC" });
  document.getElementById("month").textContent = month;
  body.replaceChildren();
  const first = monthsAfter(current, 0, 1);
  for (let start = daysAfter(first, -weekday(first)); start <= monthsAfter(current, 0, 31); start = daysAfter(start, 7)) {
    const row = body.insertRow();
    for (let i = 0; i < 7; i++) {
      const date = daysAfter(start, i);
      const cell = row.insertCell();
      cell.setAttribute("role", "gridcell");
      if (date.getUTCMonth() !== current.getUTCMonth()) continue;
      cell.textContent = date.getUTCDate();
      cell.tabIndex = iso(date) === iso(current) ? 0 : -1;
      if (iso(date) === selected) cell.setAttribute("aria-selected", "true");
      cell.addEventListener("click", () => select(date));
    }
  }
  if (takesFocus) body.querySelector("[tabindex='0']").focus();
}

function go(date) {
  current = date;
  show(true);
}

function select(date) {
  selected = iso(date);
  document.querySelector("[role=status]").textContent = `Selected: ${selected}`;
  go(date);
}

const MOVES = {
  ArrowLeft: () => daysAfter(current, -1),
  ArrowRight: () => daysAfter(current, 1),
  ArrowUp: () => daysAfter(current, -7),
  ArrowDown: () => daysAfter(current, 7),
  Home: () => daysAfter(current, -weekday(current)),
  End: () => daysAfter(current, 6 - weekday(current)),
  PageUp: () => monthsAfter(current, -1),
  PageDown: () => monthsAfter(current, 1),
};

body.addEventListener("keydown", (event) => {
  if (event.key === "Enter") select(current);
  else if (event.key in MOVES) go(MOVES[event.key]());
  else return;
  event.preventDefault();
});
for (const [id, by] of [["previous", -1], ["next", 1]]) {
  document.getElementById(id).addEventListener("click", () => {
    current = monthsAfter(current, by);
    show(false);
  });
}
show(false);
