// The prompt page: context files become rows, a chosen workbook is uploaded, and the button tells what it will do.
import { uploadWorkbook } from "./upload.js";

const form = document.getElementById("prompt-form");
const rows = document.getElementById("context-rows");
const kind = form.elements.kind;
// The text that this page last wrote from a workbook. Any other text in the box was written by the person.
let written = new URLSearchParams(location.search).has("workbook") ? form.elements.prompt.value : "";
let ownWords = "";
const lookAgain = () => document.body.dispatchEvent(new CustomEvent("look-again"));

function addContext(path = "", text = "") {
  const row = document.getElementById("context-row").content.cloneNode(true).firstElementChild;
  row.querySelector("input").value = path;
  row.querySelector("textarea").value = text;
  row.querySelector("[data-remove-context]").hidden = false;
  rows.append(row);
  return row;
}

function showRemoveButtons() {
  for (const button of rows.querySelectorAll("[data-remove-context]")) button.hidden = false;
}

async function readContextFiles(input) {
  for (const file of input.files) addContext(file.name, await file.text());
  input.value = "";
  lookAgain();
}

const LANGUAGES = JSON.parse(document.getElementById("languages").textContent);

/** Only languages that fit the kind can be chosen: a page is HTML, Python is Python. */
function fitLanguages() {
  const language = form.elements.language;
  const fitting = LANGUAGES[kind.value] ?? [];
  for (const option of language.options) {
    option.hidden = option.disabled = Boolean(option.value) && !fitting.includes(option.value);
  }
  const [usual] = language.options;
  const first = [...language.options].find((option) => option.value && option.value === fitting[0]);
  usual.textContent = kind.value === "python" ? "Python" : (first?.textContent ?? usual.textContent);
  if (first) first.hidden = first.value !== language.value; // the first entry means the same
  if (language.selectedOptions[0]?.disabled) language.value = "";
}

function fitToKind() {
  const isFunction = kind.value === "function";
  form.elements.examples.closest(".field").hidden = !isFunction && !form.elements.examples.value;
  const sheet = form.querySelector("[data-excel]");
  if (kind.value === "excel") sheet.open = true;
  sheet.querySelector("[data-wordings]").hidden = !form.elements.workbook.value;
  if (isFunction) form.querySelector("[data-checks]").open = true;
  fitLanguages();
}

function sayWhatRuns() {
  const n = form.querySelectorAll('input[name="models"]:checked').length;
  const samples = Number(form.elements.n_samples.value) || 1;
  form.querySelector("[data-run-words]").textContent = n ? `Run on ${n} model${n === 1 ? "" : "s"}` : "Run";
  form.querySelector("[data-count]").textContent = n && samples > 1 ? `${n * samples} answers` : "";
}

async function writePromptFromWorkbook({ wording = "seed", force = true } = {}) {
  const pk = form.elements.workbook.value;
  const answer = document.getElementById("upload-answer");
  if (!pk) {
    answer.textContent = "Choose or upload a workbook first.";
    return;
  }
  if (!force && form.elements.prompt.value.trim()) return;
  const address = new URL(form.dataset.wordingUrl, location.href);
  address.search = new URLSearchParams({ workbook: pk, wording, max_tokens: form.elements.max_tokens.value });
  for (const box of form.querySelectorAll('input[name="models"]:checked')) address.searchParams.append("models", box.value);
  const response = await fetch(address);
  const text = await response.text();
  if (response.ok) {
    const box = form.elements.prompt;
    if (box.value !== written) ownWords = box.value.split("The workbook:")[0].trimEnd();
    box.value = written = wording === "layout" && ownWords ? `${ownWords}\n\n${text}` : text;
    answer.textContent = wording !== "layout" && ownWords ? "Your own words are kept; “own words + layout” brings them back." : "";
    kind.value = "excel";
    fitToKind();
    lookAgain();
  } else {
    answer.textContent = text;
  }
}

async function keepWorkbook(input) {
  const answer = document.getElementById("upload-answer");
  const bar = document.getElementById("upload-progress");
  const file = input.files[0];
  if (!file) return;
  answer.classList.remove("is-error");
  answer.textContent = `Checking ${file.name} …`;
  const upload = await uploadWorkbook(form.dataset.uploadUrl, file, bar);
  input.value = "";
  if (upload.error) {
    answer.classList.add("is-error");
    answer.textContent = upload.error;
    return;
  }
  const choice = form.elements.workbook;
  if (![...choice.options].some((option) => option.value === String(upload.id))) choice.add(new Option(upload.name, upload.id));
  choice.value = upload.id;
  kind.value = "excel";
  answer.textContent = `${upload.name}: ${upload.summary}`;
  fitToKind();
  await writePromptFromWorkbook({ force: false });
  lookAgain();
}

form.addEventListener("change", (event) => {
  if (event.target.name === "context_files") readContextFiles(event.target);
  if (event.target.name === "excel_file") keepWorkbook(event.target);
  fitToKind();
  sayWhatRuns();
});
form.addEventListener("input", sayWhatRuns);
form.addEventListener("click", (event) => {
  if (event.target.closest("[data-add-context]")) addContext().querySelector("input").focus();
  const remove = event.target.closest("[data-remove-context]");
  if (remove) {
    remove.closest(".context-row").remove();
    lookAgain();
  }
  const button = event.target.closest("[data-wording]");
  if (button) {
    event.preventDefault();
    writePromptFromWorkbook({ wording: button.dataset.wording });
  }
});
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.querySelector("[data-run]").click();
});
form.querySelector("[data-add-context]").hidden = false;
showRemoveButtons();
fitToKind();
sayWhatRuns();
document.getElementById("errors")?.querySelector("a").focus();
for (const menu of document.querySelectorAll(".drop-menu"))
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector("summary").focus();
  });
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll(".drop-menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
