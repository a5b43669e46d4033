// The demo of a workbook: hands the file to the running answer, once by itself and again when asked.
const page = document.querySelector("main");
const give = page.querySelector("[data-give]");
const frame = () => document.getElementById("demo-frame");

function hand() {
  // The frame has an origin of its own, which no target can name; it listens to its parent alone.
  if (give) frame().contentWindow.postMessage({ choose: give.dataset.give }, "*");
}

function start() {
  const fresh = frame().cloneNode();
  fresh.addEventListener("load", () => setTimeout(hand, 150), { once: true });
  frame().replaceWith(fresh);
}

give?.addEventListener("click", hand);
page.querySelector("[data-restart]").addEventListener("click", start);
start();
