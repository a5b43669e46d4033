const button = document.getElementById("actions");
const menu = document.getElementById("menu");
const items = [...menu.children];

function open(index) {
  menu.hidden = false;
  button.setAttribute("aria-expanded", "true");
  items[index].focus();
}

function close() {
  menu.hidden = true;
  button.setAttribute("aria-expanded", "false");
}

function take(item) {
  document.querySelector("[role=status]").textContent = `Last action: ${item.textContent}`;
  close();
  button.focus();
}

button.addEventListener("click", () => (menu.hidden ? open(0) : close()));
button.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  event.preventDefault();
  open(event.key === "ArrowDown" ? 0 : items.length - 1);
});

function indexAfter(key, at) {
  if (key === "ArrowDown") return (at + 1) % items.length;
  if (key === "ArrowUp") return (at + items.length - 1) % items.length;
  if (key === "Home") return 0;
  if (key === "End") return items.length - 1;
  const following = items.map((_, i) => (at + 1 + i) % items.length);
  return following.find((i) => items[i].textContent.toLowerCase().startsWith(key.toLowerCase())) ?? -1;
}

menu.addEventListener("keydown", (event) => {
  if (event.key === "Tab") return close();
  if (event.key === "Escape") {
    close();
    return;
  }
  if (event.key === "Enter") {
    event.preventDefault(); // or the button, which has the focus then, is pressed by the same key
    return take(event.target);
  }
  const index = indexAfter(event.key, items.indexOf(event.target));
  if (index < 0) return;
  event.preventDefault();
  items[index].focus();
});
menu.addEventListener("click", (event) => {
  if (items.includes(event.target)) take(event.target);
});
document.addEventListener("pointerdown", (event) => {
  if (!menu.contains(event.target) && event.target !== button) close();
});
