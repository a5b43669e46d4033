// The workbooks page: several files can be dropped or chosen. Each shows its progress, or its error beside the form.
import { uploadWorkbook } from "./upload.js";

const form = document.getElementById("upload-form");
const input = form.elements.file;
const bar = form.querySelector("progress");
const answers = form.querySelector(".upload-answers");
const cancel = form.querySelector("[data-cancel]");
let stop = null;

function say(text, { isError = false, url = null } = {}) {
  const line = document.createElement("li");
  line.classList.toggle("is-error", isError);
  if (url) {
    const link = Object.assign(document.createElement("a"), { href: url, textContent: text });
    line.append("● ", link);
  } else {
    line.textContent = isError ? `✕ ${text}` : text;
  }
  answers.append(line);
  return line;
}

/** The list below, as the server has it now; ticks stay. */
async function showList() {
  const ticked = new Set([...document.querySelectorAll('#several [name="w"]:checked')].map((box) => box.value));
  const response = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  document.getElementById("workbooks").replaceWith(page.getElementById("workbooks"));
  for (const box of document.querySelectorAll('#several [name="w"]')) box.checked = ticked.has(box.value);
}

/** The first rows of a large file, until it is stored or refused. */
function showFirstRows({ sheet, rows }) {
  if (form.querySelector(".first-rows")) return;
  const table = document.createElement("table");
  table.className = "sheet first-rows";
  table.createCaption().textContent = `First rows of ${sheet}; the rest is being read`;
  for (const texts of rows) {
    const row = table.insertRow();
    for (const text of texts) row.insertCell().textContent = text;
  }
  const wrap = Object.assign(document.createElement("div"), { className: "table-wrap first-rows-wrap", tabIndex: 0 });
  wrap.setAttribute("role", "region");
  wrap.setAttribute("aria-label", `First rows of ${sheet}`);
  wrap.append(table);
  answers.after(wrap);
}

async function send(files) {
  answers.replaceChildren();
  stop = new AbortController();
  cancel.hidden = false;
  const uploads = [];
  for (const [at, file] of files.entries()) {
    const waiting = say("");
    const position = files.length > 1 ? ` (${at + 1} of ${files.length})` : "";
    const answer = await uploadWorkbook(form.action, file, bar, {
      signal: stop.signal,
      onStep: (words) => (waiting.textContent = words + position),
      onFirstRows: showFirstRows,
    });
    waiting.remove();
    form.querySelector(".first-rows-wrap")?.remove();
    if (answer.isCancelled) {
      const n = files.length - at;
      say(`Cancelled: ${n === 1 ? `${file.name} was` : `${n} files were`} not kept.`);
      break;
    }
    if (answer.error) say(answer.error, { isError: true });
    else {
      uploads.push(answer);
      say(`${answer.name}: ${answer.summary}`, { url: answer.url });
    }
  }
  stop = null;
  cancel.hidden = true;
  input.value = "";
  if (uploads.length === 1 && files.length === 1) return location.assign(uploads[0].url);
  if (uploads.length > 1) {
    const address = new URL(form.dataset.matrix, location.href);
    for (const { id } of uploads) address.searchParams.append("w", id);
    say(`Compare models on these ${uploads.length} files`, { url: address.href });
  }
  if (uploads.length) showList();
}

form.querySelector("[data-drop-hint]").hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (stop) return;
  if (input.files.length) send([...input.files]);
  else {
    answers.replaceChildren();
    say("No file was chosen. Choose a workbook or drop one here.", { isError: true });
  }
});
cancel.addEventListener("click", () => stop?.abort());
input.addEventListener("change", () => input.files.length && !stop && send([...input.files]));
addEventListener("beforeunload", (event) => stop && event.preventDefault()); // leaving the page would end the upload
for (const name of ["dragover", "dragenter"])
  form.addEventListener(name, (event) => {
    event.preventDefault();
    form.classList.add("is-over");
  });
for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("is-over"));
form.addEventListener("drop", (event) => {
  event.preventDefault();
  const files = [...event.dataTransfer.files];
  if (files.length && !stop) send(files);
});
