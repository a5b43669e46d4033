// The workbooks page: drop or choose several files, each sent with progress; a bad one says why beside the form.
import { uploadWorkbook } from "./upload.js";

const form = document.getElementById("upload-form");
const input = form.elements.file;
const bar = form.querySelector("progress");
const answers = form.querySelector(".upload-answers");

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

async function send(files) {
  answers.replaceChildren();
  const kept = [];
  for (const file of files) {
    const waiting = say(`Checking ${file.name} …`);
    const answer = await uploadWorkbook(form.action, file, bar);
    waiting.remove();
    if (answer.error) say(answer.error, { isError: true });
    else {
      kept.push(answer);
      say(`${answer.name}: ${answer.summary}`, { url: answer.url });
    }
  }
  input.value = "";
  if (kept.length === 1 && files.length === 1) location.assign(kept[0].url);
}

form.querySelector("[data-drop-hint]").hidden = false;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (input.files.length) send([...input.files]);
  else {
    answers.replaceChildren();
    say("No file was chosen. Choose a workbook or drop one here.", { isError: true });
  }
});
input.addEventListener("change", () => input.files.length && send([...input.files]));
for (const name of ["dragover", "dragenter"])
  form.addEventListener(name, (event) => {
    event.preventDefault();
    form.classList.add("is-over");
  });
for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("is-over"));
form.addEventListener("drop", (event) => {
  event.preventDefault();
  const files = [...event.dataTransfer.files];
  if (files.length) send(files);
});
