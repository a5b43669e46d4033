const STEPS = ["Wake up", "Wash", "Breakfast", "Read", "Walk"];
const list = document.querySelector("ul");
const status = document.querySelector("[role=status]");
let dragged = null;

function show(names) {
  list.replaceChildren(...names.map((name) => {
    const item = document.createElement("li");
    item.textContent = name;
    item.tabIndex = 0;
    item.draggable = true;
    return item;
  }));
}

function moved(item) {
  const items = [...list.children];
  localStorage.setItem("order", JSON.stringify(items.map(({ textContent }) => textContent)));
  status.textContent = `${item.textContent} moved to ${items.indexOf(item) + 1} of ${items.length}`;
}

const indexOf = (item) => [...list.children].indexOf(item);

list.addEventListener("dragstart", (event) => (dragged = event.target));
list.addEventListener("dragover", (event) => event.preventDefault());
list.addEventListener("drop", (event) => {
  event.preventDefault();
  const target = event.target.closest("li");
  if (!dragged || !target || target === dragged) return;
  if (indexOf(dragged) < indexOf(target)) target.after(dragged);
  else target.before(dragged);
  moved(dragged);
});

list.addEventListener("keydown", (event) => {
  if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
  event.preventDefault();
  const item = event.target;
  const neighbour = event.key === "ArrowUp" ? item.previousElementSibling : item.nextElementSibling;
  if (!neighbour) return;
  if (event.key === "ArrowUp") neighbour.before(item);
  else neighbour.after(item);
  item.focus();
  moved(item);
});

document.querySelector("button").addEventListener("click", () => {
  localStorage.removeItem("order");
  status.textContent = "";
  show(STEPS);
});

show(JSON.parse(localStorage.getItem("order")) ?? STEPS);
