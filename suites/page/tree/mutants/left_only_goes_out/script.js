const FILES = { src: { lib: { "a.js": null, "b.js": null }, "main.js": null }, docs: { "guide.md": null }, "README.md": null };
const tree = document.querySelector("[role=tree]");

function build(list, files, path) {
  for (const [name, inside] of Object.entries(files)) {
    const item = document.createElement("li");
    const label = document.createElement("span");
    label.textContent = name;
    item.setAttribute("role", "treeitem");
    item.setAttribute("aria-label", name);
    item.dataset.path = path + name;
    item.tabIndex = -1;
    item.append(label);
    if (inside) {
      const group = document.createElement("ul");
      group.setAttribute("role", "group");
      item.append(group);
      build(group, inside, `${path}${name}/`);
      setOpen(item, false);
    }
    list.append(item);
  }
}

const isFolder = (item) => item.hasAttribute("aria-expanded");
const isOpen = (item) => item.getAttribute("aria-expanded") === "true";
const parentOf = (item) => item.parentElement.closest("[role=treeitem]");

function setOpen(item, open) {
  item.setAttribute("aria-expanded", String(open));
  item.querySelector("[role=group]").hidden = !open;
}

function visibleItems() {
  return [...tree.querySelectorAll("[role=treeitem]")].filter((item) => !item.parentElement.closest("[hidden]"));
}

function goTo(item) {
  tree.querySelector("[tabindex='0']").tabIndex = -1;
  item.tabIndex = 0;
  item.focus();
}

function activate(item) {
  if (isFolder(item)) setOpen(item, !isOpen(item));
  else document.querySelector("[role=status]").textContent = `Opened ${item.dataset.path}`;
}

function right(item) {
  if (!isFolder(item)) return;
  if (isOpen(item)) goTo(item.querySelector("[role=treeitem]"));
  else setOpen(item, true);
}

function left(item) {
  if (parentOf(item)) goTo(parentOf(item));
}

const KEYS = {
  ArrowDown: (item, items) => goTo(items[Math.min(items.indexOf(item) + 1, items.length - 1)]),
  ArrowUp: (item, items) => goTo(items[Math.max(items.indexOf(item) - 1, 0)]),
  Home: (item, items) => goTo(items[0]),
  End: (item, items) => goTo(items.at(-1)),
  ArrowRight: right,
  ArrowLeft: left,
  Enter: activate,
  "*": (item) => [...item.parentElement.children].filter(isFolder).forEach((folder) => setOpen(folder, true)),
};

tree.addEventListener("keydown", (event) => {
  if (!(event.key in KEYS)) return;
  event.preventDefault();
  KEYS[event.key](event.target, visibleItems());
});
tree.addEventListener("click", (event) => {
  const item = event.target.closest("[role=treeitem]");
  if (!item) return;
  activate(item);
  goTo(item);
});

build(tree, FILES, "");
tree.firstElementChild.tabIndex = 0;
