const LEAST = 100;
const MOST = 600;
const USUAL = 300;
const splitter = document.querySelector("[role=separator]");
let width = USUAL;
let grabbed = null;

function resize(wanted) {
  width = Math.max(LEAST, Math.min(MOST, wanted));
  document.getElementById("files").style.width = `${width}px`;
  splitter.setAttribute("aria-valuenow", width);
}

splitter.addEventListener("pointerdown", (event) => {
  grabbed = 0;
  splitter.setPointerCapture(event.pointerId);
});
splitter.addEventListener("pointermove", (event) => {
  if (grabbed !== null) resize(event.clientX - grabbed);
});
splitter.addEventListener("pointerup", () => (grabbed = null));
splitter.addEventListener("dblclick", () => resize(USUAL));
splitter.addEventListener("keydown", (event) => {
  const widths = { ArrowLeft: width - 10, ArrowRight: width + 10, Home: LEAST, End: MOST, Enter: USUAL };
  if (!(event.key in widths)) return;
  event.preventDefault();
  resize(widths[event.key]);
});
