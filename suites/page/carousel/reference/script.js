const region = document.querySelector("section");
const pages = [...region.querySelectorAll("p")];
const buttons = [...region.querySelectorAll(".picture")];
const stop = document.getElementById("stop");
const holds = new Set();
let current = 0;
let timer = 0;
let isStopped = matchMedia("(prefers-reduced-motion: reduce)").matches;

function show(index) {
  current = (index + pages.length) % pages.length;
  pages.forEach((page, i) => (page.hidden = i !== current));
  buttons.forEach((button, i) => button.setAttribute("aria-current", String(i === current)));
  wait();
}

function wait() {
  clearTimeout(timer);
  stop.textContent = isStopped ? "Start" : "Stop";
  if (!isStopped && holds.size === 0) timer = setTimeout(() => show(current + 1), 4000);
}

const hold = (what) => {
  holds.add(what);
  wait();
};
const release = (what) => {
  holds.delete(what);
  wait();
};
region.addEventListener("mouseenter", () => hold("mouse"));
region.addEventListener("mouseleave", () => release("mouse"));
region.addEventListener("focusin", () => hold("focus"));
region.addEventListener("focusout", () => release("focus"));

document.getElementById("previous").addEventListener("click", () => show(current - 1));
document.getElementById("next").addEventListener("click", () => show(current + 1));
buttons.forEach((button, i) => button.addEventListener("click", () => show(i)));
stop.addEventListener("click", () => {
  isStopped = !isStopped;
  wait();
});
show(0);
