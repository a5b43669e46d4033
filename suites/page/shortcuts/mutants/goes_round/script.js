const list = document.querySelector("ul");
const field = document.querySelector("input");
const dialog = document.querySelector("dialog");
let current = 0;
let goAt = -Infinity;

function show() {
  const count = list.children.length;
  current = count ? (current + count) % count : 0;
  [...list.children].forEach((item, i) => item.setAttribute("aria-current", String(i === current)));
  document.querySelector("[role=status]").textContent = count ? `${count} ${count === 1 ? "message" : "messages"}` : "No messages";
}

const SHORTCUTS = {
  j: () => current++,
  k: () => current--,
  x: () => list.children[current]?.remove(),
  "/": () => field.focus(),
  "?": () => dialog.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.target === field) {
    if (event.key === "Escape") field.blur();
    return;
  }
  if (dialog.open || event.ctrlKey || event.altKey || event.metaKey || event.key === "Shift") return;
  if (event.key === "i" && performance.now() - goAt <= 1000) current = 0;
  goAt = event.key === "g" ? performance.now() : -Infinity;
  if (event.key in SHORTCUTS) {
    event.preventDefault();
    SHORTCUTS[event.key]();
  }
  show();
});
show();
