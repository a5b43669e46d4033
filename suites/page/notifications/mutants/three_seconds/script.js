const MOST = 3;
const SHOWN_MS = 3000;
const list = document.querySelector("ul");
const counts = { Saved: 0, Failed: 0 };

function add(kind) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  item.dataset.kind = kind;
  button.textContent = "Dismiss";
  button.addEventListener("click", () => item.remove());
  item.append(`${kind} ${++counts[kind]} `, button);

  let timer = 0;
  const holds = new Set();
  const wait = () => {
    clearTimeout(timer);
    if (kind === "Saved" && holds.size === 0) timer = setTimeout(() => item.remove(), SHOWN_MS);
  };
  const hold = (what) => {
    holds.add(what);
    clearTimeout(timer);
  };
  const release = (what) => {
    holds.delete(what);
    wait();
  };
  item.addEventListener("mouseenter", () => hold("mouse"));
  item.addEventListener("mouseleave", () => release("mouse"));
  item.addEventListener("focusin", () => hold("focus"));
  item.addEventListener("focusout", () => release("focus"));

  list.prepend(item);
  if (list.children.length > MOST) {
    const oldest = [...list.children].reverse();
    // The one that just came is not meant.
    const saved = oldest.find((other) => other !== item && other.dataset.kind === "Saved");
    (saved ?? oldest[0]).remove();
  }
  wait();
}

document.getElementById("save").addEventListener("click", () => add("Saved"));
document.getElementById("fail").addEventListener("click", () => add("Failed"));
