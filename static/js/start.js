// The box of the start page: examples fill it, a spreadsheet can be dropped on it, Ctrl+Enter runs it.
import { uploadWorkbook } from "./upload.js";

const form = document.getElementById("start-box");
const ENOUGH = 30; // characters of an example: without them the prompt has changed, and its checks do not fit
let example = "";

function fill({ dataset }) {
  form.elements.prompt.value = example = dataset.example;
  form.elements.kind.value = dataset.kind;
  form.elements.examples.value = dataset.checks;
  form.elements.language.value = "";
  form.querySelector("[data-run]").focus();
}

/** Checks of an example are removed with it, because they are not visible here. */
function dropChecks() {
  const isOther = !form.elements.prompt.value.includes(example.slice(0, ENOUGH));
  if (isOther || form.elements.kind.value !== "function") form.elements.examples.value = "";
}

function sayWhatRuns() {
  const boxes = [...form.querySelectorAll('[name="models"]')];
  const n = boxes.filter((box) => box.checked).length;
  const button = form.querySelector("[data-run]");
  button.value = n ? "run" : "preview";
  button.firstChild.textContent = n ? `Run on ${n} model${n === 1 ? "" : "s"} ` : "Choose models ";
}

/** A page that was opened before any model was found shows the models as soon as there are some. */
async function bringModels() {
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  const newBox = page.querySelector("#start-box .start-row");
  if (!newBox?.querySelector('[name="models"]') || form.querySelector('[name="models"]')) return;
  const kind = form.elements.kind.value;
  form.querySelector(".start-row").replaceWith(document.adoptNode(newBox));
  form.elements.kind.value = kind;
}

async function take(file) {
  if (!file) return;
  const message = form.querySelector("[data-said]");
  message.classList.remove("is-error");
  const upload = await uploadWorkbook(form.dataset.uploadUrl, file, form.querySelector("progress"), {
    onStep: (words) => (message.textContent = words),
  });
  if (upload.error) {
    message.classList.add("is-error");
    message.textContent = upload.error;
  } else {
    location.assign(`${form.dataset.promptUrl}?workbook=${upload.id}`);
  }
}

if (form) {
  const choose = form.querySelector("[data-drop]");
  choose.closest("label").hidden = false;
  choose.addEventListener("change", () => take(choose.files[0]));
  form.addEventListener("click", (event) => {
    const link = event.target.closest("[data-example]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    fill(link);
  });
  form.addEventListener("input", dropChecks);
  form.addEventListener("change", sayWhatRuns);
  document.getElementById("dashboard").addEventListener("htmx:afterSwap", () => {
    if (!form.querySelector('[name="models"]') && document.querySelector(".home-state[data-ready]")) bringModels();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.querySelector("[data-run]").click();
  });
  for (const name of ["dragover", "dragenter"])
    form.addEventListener(name, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      form.classList.add("is-over");
    });
  form.addEventListener("dragleave", () => form.classList.remove("is-over"));
  form.addEventListener("drop", (event) => {
    form.classList.remove("is-over");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  });
}
