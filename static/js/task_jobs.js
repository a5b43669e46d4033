// The jobs of the task editor: trying the task, asking a model for checks or mutants, and their results.
import { form } from "./task_fields.js";
import { loadChanges, save } from "./task_saving.js";

const POLL_MS = 120;

/** Starts a job, and asks for its part of the page until it is done; `isWanted` ends it earlier. */
async function follow(address, data, show, isWanted) {
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const headers = { "HX-Request": "true" }; // the part alone, not a page around it
  let response = await fetch(address, { method: "POST", body: data, headers }).catch(() => null);
  while (response && isWanted()) {
    const part = show(new DOMParser().parseFromString(await response.text(), "text/html"));
    if (!part || "done" in part.dataset) break;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    response = await fetch(part.dataset.url, { headers }).catch(() => null);
  }
}

/** Shows the new part of the page in place of the old one. Returns it; null when the answer has none. */
function replacePart(answer, id) {
  const part = answer.getElementById(id);
  if (part) document.getElementById(id).replaceWith(part);
  return part;
}

let round = 0;
export async function tryNow() {
  const thisRound = ++round;
  await save();
  const data = new FormData();
  data.set("answer", form.elements.answer.value);
  if (form.elements.stored?.checked) data.set("stored", "1");
  await follow(form.dataset.try, data, showTry, () => thisRound === round);
}

const checksRoom = document.getElementById("ask-for-checks");

const showChecks = (answer) => replacePart(answer, "checks-result");

let question = 0;
export async function askForChecks(address) {
  const thisQuestion = ++question;
  await save();
  const data = new FormData();
  data.set("model", form.elements.model.value);
  await follow(address, data, showChecks, () => thisQuestion === question);
}

/** The worker stops at its next check; the part shows it then. */
export async function cancelChecks(button) {
  button.disabled = true;
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  data.set("act", "cancel");
  await fetch(button.formAction, { method: "POST", body: data, headers: { "HX-Request": "true" } }).catch(() => null);
}

export async function addChecks(address) {
  await save();
  const data = new FormData();
  for (const box of checksRoom.querySelectorAll("input[name=test]:checked")) data.append("test", box.value);
  await follow(
    address,
    data,
    (answer) => {
      const part = showChecks(answer);
      if (part && "added" in part.dataset) loadChanges();
      return part;
    },
    () => true,
  );
}

export async function propose(address) {
  await save();
  await follow(
    address,
    new FormData(),
    (answer) => replacePart(answer, "mutants-result"),
    () => true,
  );
}

function showTry(answer) {
  const part = answer.getElementById("try-result");
  if (!part) return null;
  const open = new Set(
    [...document.querySelectorAll("#try-result details[open]")].map(
      (one) => one.closest("li").dataset.about + one.closest("li").dataset.name,
    ),
  );
  for (const line of part.querySelectorAll("li[data-about]"))
    if (open.has(line.dataset.about + line.dataset.name)) line.querySelector("details")?.setAttribute("open", "");
  document.getElementById("try-result").replaceWith(part);
  showBesideFields(part);
  return part;
}

/** The result of each answer, beside its field. */
function showBesideFields(part) {
  for (const note of form.querySelectorAll("[data-said]")) note.hidden = true;
  for (const line of part.querySelectorAll("li[data-about]")) {
    const { about, name, met, verdict, cause } = line.dataset;
    if (!verdict || about === "answer" || about === "stored") continue;
    for (const note of resultNotes(about, name)) {
      note.hidden = false;
      note.classList.toggle("is-fine", met === "True");
      if (met === "True") note.textContent = { empty: "", mutant: `● refused, as it must be: ${verdict}` }[about] ?? `● ${verdict}`;
      else if (about === "empty") note.textContent = "✕ These checks let an empty answer pass.";
      else if (about === "mutant") note.textContent = "✕ The checks let this mutant pass.";
      else note.textContent = `✕ ${verdict}: ${cause}`;
    }
  }
}

function resultNotes(about, name) {
  if (about === "empty") return [form.querySelector('[data-field="checks"] [data-said]')];
  const list = form.querySelector(`[data-list="${{ reference: "reference", mutant: "mutants", alternative: "alternatives" }[about]}"]`);
  const rows = [...list.querySelectorAll("[data-file-row]")].filter(
    (row) => about === "reference" || row.querySelector("input").value.trim() === name,
  );
  return rows.slice(0, 1).map((row) => row.querySelector("[data-said]"));
}
