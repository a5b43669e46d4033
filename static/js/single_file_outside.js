// The page around a downloaded component: passes the file to the frame, which has no origin and no network.
const frame = document.getElementById("component");
const drop = document.getElementById("drop");
const choose = document.getElementById("choose");
const message = document.getElementById("said");

let isReady = false;
let waiting = null;

function hand(file) {
  if (!file) return;
  waiting = isReady ? null : file;
  message.textContent = isReady ? `${file.name} was handed to the component.` : `${file.name} waits for the component to start.`;
  if (isReady) frame.contentWindow.postMessage({ file }, "*");
}

addEventListener("message", (event) => {
  if (event.source !== frame.contentWindow || !event.data?.isReady) return;
  isReady = true;
  hand(waiting);
});

frame.srcdoc = JSON.parse(document.getElementById("inner").textContent);
choose.addEventListener("change", () => hand(choose.files[0]));
for (const kind of ["dragenter", "dragover"])
  addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.add("is-over");
  });
addEventListener("dragleave", () => drop.classList.remove("is-over"));
addEventListener("drop", (event) => {
  event.preventDefault();
  drop.classList.remove("is-over");
  hand(event.dataTransfer.files[0]);
});
