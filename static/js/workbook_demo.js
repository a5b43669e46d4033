// The demo of a workbook: passes the file to the running answer, once by itself and again on request.
const page = document.querySelector("main");
const give = page.querySelector("[data-give]");
const frame = () => document.getElementById("demo-frame");

function hand() {
  // The frame's origin cannot be named as a target; it only accepts messages of its parent.
  if (give) frame().contentWindow.postMessage({ choose: give.dataset.give }, "*");
}

function start() {
  const newFrame = frame().cloneNode();
  newFrame.addEventListener("load", () => setTimeout(hand, 150), { once: true });
  frame().replaceWith(newFrame);
}

give?.addEventListener("click", hand);
page.querySelector("[data-restart]").addEventListener("click", start);
start();
