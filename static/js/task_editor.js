// The editor of a task: saves the typed text, tries it, and shows the results beside each field.
import { codeEditor } from "./code_editor.js";
import { recorder } from "./recorder.js";

const PAUSE_MS = 600,
  POLL_MS = 120,
  LOOK_MS = 8000;
const form = document.getElementById("task-editor");
const token = form.elements.csrfmiddlewaretoken.value;
const saidSaved = document.querySelector("[data-saved]");
const notice = document.querySelector("[data-conflict]");
const lists = [...form.querySelectorAll("[data-list]")];
let revision = Number(form.elements.revision.value);
let saving = null,
  timer = 0;

/** Name of each field to its value as text; a list of files is one value. */
function values() {
  const all = {};
  for (const box of form.querySelectorAll("[data-field]")) {
    const input = box.querySelector("input, select, textarea");
    all[input.name] = input.value;
  }
  for (const list of lists) all[list.dataset.list] = JSON.stringify(rowsOf(list));
  return all;
}

function rowsOf(list) {
  return [...list.querySelectorAll("[data-file-row]")].map((row) =>
    [...row.querySelectorAll("input, textarea")].map((input) => input.value),
  );
}

const savedValues = values();
const changed = () =>
  Object.entries(values())
    .filter(([name, value]) => value !== savedValues[name])
    .map(([name]) => name);

function dataOf(names) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", token);
  data.set("revision", revision);
  for (const name of names) {
    const list = lists.find((one) => one.dataset.list === name);
    if (!list) data.set(name, form.elements[name].value);
    else {
      data.append("lists", name);
      for (const input of list.querySelectorAll("[data-file-row] input, [data-file-row] textarea")) data.append(input.name, input.value);
    }
  }
  return data;
}

async function save({ keepalive = false } = {}) {
  clearTimeout(timer);
  await saving;
  const names = changed();
  if (!names.length) return true;
  const sent = values();
  saidSaved.textContent = "Saving …";
  saving = fetch(form.dataset.save, { method: "POST", body: dataOf(names), keepalive }).catch(() => null);
  const response = await saving;
  saving = null;
  const answer = response?.ok
    ? await response.json()
    : { error: "Not saved: the server does not answer. What you typed stays here; it is tried again." };
  const error = answer.error ?? answer.trouble; // "trouble" is the name before 2026-11-30: a server of that release may answer during a restart
  if (error) {
    saidSaved.textContent = error;
    timer = setTimeout(save, 5000);
    return false;
  }
  const conflicts = answer.conflicts ?? {};
  for (const name of names) if (!(name in conflicts)) savedValues[name] = sent[name];
  take(answer, new Set(names));
  saidSaved.textContent = Object.keys(conflicts).length ? "Not everything is saved" : "Saved";
  return !Object.keys(conflicts).length;
}

/** Takes over the changes of others where nothing was typed here. For the other fields it asks the person. */
function take(answer, own) {
  const taken = [];
  for (const [name, value] of Object.entries(answer.fields ?? {})) {
    if (own.has(name) || name in (answer.conflicts ?? {})) continue;
    const typed = values()[name];
    if (typed !== savedValues[name]) continue; // typed here: saving shows whether there is a conflict
    if (asText(value) === typed) continue;
    write(name, value);
    savedValues[name] = values()[name];
    taken.push(name);
  }
  if (!Object.keys(answer.conflicts ?? {}).length) revision = answer.revision;
  form.elements.revision.value = revision;
  if (taken.length && !answer.is_own) tell(`${answer.by} changed ${taken.join(", ")}; it is shown here now.`);
  if (answer.is_archived)
    tell("This draft was discarded. What you type is still saved: it is in the archive of its suite, where Restore brings it back.");
  showFaults(answer.faults);
  form.querySelector("[data-keep-button]").title = answer.reason || "";
  for (const [name, theirs] of Object.entries(answer.conflicts ?? {})) ask(name, theirs, answer);
}

const asText = (value) => (typeof value === "string" ? value : JSON.stringify(value));

function write(name, value) {
  const list = lists.find((one) => one.dataset.list === name);
  if (!list) {
    const input = form.elements[name];
    input.value = value;
    input.dispatchEvent(new Event("set-from-outside"));
    return;
  }
  list.querySelector("[data-rows]").replaceChildren();
  for (const texts of value) {
    const row = addRow(list);
    row.querySelectorAll("input, textarea").forEach((input, at) => {
      input.value = texts[at];
      input.dispatchEvent(new Event("set-from-outside"));
    });
  }
}

function tell(text) {
  notice.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }));
  notice.hidden = false;
}

/** Two people changed one field: both texts, and which to keep. Nothing is lost: the other's text is shown in full. */
function ask(name, theirs, answer) {
  const box = form.querySelector(`[data-field="${CSS.escape(name)}"], [data-list="${CSS.escape(name)}"]`);
  box.querySelector(".theirs")?.remove();
  const room = document.createElement("div");
  room.className = "theirs";
  room.setAttribute("role", "alert");
  const text = typeof theirs === "string" ? theirs : theirs.map((row) => row.join("\n")).join("\n\n");
  const button = (label, act) => {
    const element = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    element.addEventListener("click", () => {
      act();
      room.remove();
      revision = answer.revision;
      schedule();
    });
    return element;
  };
  room.append(
    Object.assign(document.createElement("p"), { textContent: `${answer.by || "Somebody"} wrote in the meantime:` }),
    Object.assign(document.createElement("pre"), { className: "wrap", textContent: text }),
    button("Take theirs", () => {
      write(name, theirs);
      savedValues[name] = values()[name];
    }),
    button("Keep mine", () => (savedValues[name] = asText(theirs))),
  );
  box.append(room);
}

function showFaults(faults = []) {
  for (const place of form.querySelectorAll("[data-faults], [data-list-faults]")) place.replaceChildren();
  for (const { field, row, message } of faults) {
    const box = form.querySelector(`[data-field="${CSS.escape(field)}"]`);
    const list = lists.find((one) => one.dataset.list === field);
    const place =
      box?.querySelector("[data-faults]") ??
      (row === null
        ? list?.querySelector("[data-list-faults]")
        : list?.querySelectorAll("[data-file-row]")[row]?.querySelector("[data-faults]"));
    place?.append(Object.assign(document.createElement("li"), { textContent: message }));
  }
}

function schedule() {
  clearTimeout(timer);
  saidSaved.textContent = "";
  timer = setTimeout(save, PAUSE_MS);
}

function addRow(list) {
  const row = list.querySelector("[data-blank]").content.firstElementChild.cloneNode(true);
  list.querySelector("[data-rows]").append(row);
  ready(row);
  return row;
}

/** Until the page is left, the file can be put back. */
function removeRow(list, row) {
  const name = [...row.querySelectorAll("input")]
    .map((input) => input.value)
    .filter(Boolean)
    .join(", ");
  const undo = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: "Undo" });
  const place = document.createElement("li");
  place.append(`${name || "The file"} is removed. `, undo);
  undo.addEventListener("click", () => {
    place.replaceWith(row);
    row.querySelector("input").focus();
    schedule();
  });
  row.replaceWith(place);
  undo.focus();
  schedule();
}

const entryOf = (kind, language) => (language === "html" ? "index.html" : `answer.${kind === "write_tests" ? "test." : ""}${language}`);
let shape = { kind: form.elements.kind.value, language: form.elements.language.value };

/** Another kind takes the language along where it has to, another language the usual names of files. */
function reshape() {
  const { kind, language } = form.elements;
  const { languages, hasChecks } = kind.selectedOptions[0].dataset;
  if (!languages.split(" ").includes(language.value)) {
    language.value = languages.split(" ")[0];
    language.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const [before, after] = [entryOf(shape.kind, shape.language), entryOf(kind.value, language.value)];
  shape = { kind: kind.value, language: language.value };
  const needsNames = before !== after && !form.elements.entry.value.trim();
  for (const list of needsNames ? lists.filter((one) => one.dataset.list !== "context") : [])
    for (const row of [...list.querySelectorAll("[data-file-row]"), list.querySelector("[data-blank]").content.firstElementChild]) {
      const path = [...row.querySelectorAll("input")].pop();
      if (path.value === before) path.value = after;
    }
  form.querySelector('[data-field="checks"]').hidden = hasChecks === undefined && !form.elements.checks.value.trim();
  form.querySelector('[data-field="threshold"]').hidden = kind.value !== "visual" && !form.elements.threshold.value.trim();
  document.getElementById("ask-for-checks").hidden = hasChecks === undefined;
  form.querySelector('[data-field="entry_point"]').hidden = hasChecks === undefined && !form.elements.entry_point.value.trim();
}
form.elements.kind.addEventListener("change", reshape);
form.elements.language.addEventListener("change", reshape);

/** The address of a new task follows its title until somebody writes another one. */
const slugOf = (title) =>
  title
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 80);
let titleBefore = form.elements.title.value;
function renameSlug() {
  const { title, slug } = form.elements;
  if (/^new-task(-\d+)?$/.test(slug.value) || slug.value === slugOf(titleBefore)) slug.value = slugOf(title.value) || slug.value;
  titleBefore = title.value;
}
if ("isNew" in form.dataset) form.elements.title.addEventListener("input", renameSlug);

function ready(part) {
  for (const button of part.querySelectorAll("[data-remove-row]")) button.hidden = false;
  for (const area of part.querySelectorAll("textarea[data-code]")) codeEditor(area, () => form.elements.language.value);
}

form.addEventListener("click", (event) => {
  const add = event.target.closest("[data-add-row]");
  const remove = event.target.closest("[data-remove-row]");
  if (add) {
    event.preventDefault();
    addRow(add.closest("[data-list]")).querySelector("input").focus();
  } else if (remove) {
    const list = remove.closest("[data-list]");
    removeRow(list, remove.closest("[data-file-row]"));
  } else if (event.target.closest("[data-propose]")) {
    event.preventDefault();
    propose(event.target.closest("[data-propose]").formAction);
  } else if (event.target.closest("[data-ask-for-checks]")) {
    event.preventDefault();
    askForChecks(event.target.closest("[data-ask-for-checks]").formAction);
  } else if (event.target.closest("[data-cancel-checks]")) {
    event.preventDefault();
    cancelChecks(event.target.closest("[data-cancel-checks]"));
  } else if (event.target.closest("[data-add-checks]")) {
    event.preventDefault();
    addChecks(event.target.closest("[data-add-checks]").formAction);
  } else if (event.target.closest("[data-try-button]")) {
    event.preventDefault();
    tryNow();
  }
});
form.addEventListener("input", (event) => event.target.name !== "answer" && schedule());
form.addEventListener("change", (event) => event.target.name !== "answer" && schedule());
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    tryNow();
  }
});
addEventListener("pagehide", () => save({ keepalive: true }));

/** Starts a job, and asks for its part of the page until it is done; `isWanted` ends it earlier. */
async function follow(address, data, show, isWanted) {
  data.set("csrfmiddlewaretoken", token);
  const headers = { "HX-Request": "true" }; // the part alone, not a page around it
  let response = await fetch(address, { method: "POST", body: data, headers }).catch(() => null);
  while (response && isWanted()) {
    const part = show(new DOMParser().parseFromString(await response.text(), "text/html"));
    if (!part || "done" in part.dataset) break;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    response = await fetch(part.dataset.url, { headers }).catch(() => null);
  }
}

let round = 0;
async function tryNow() {
  const thisRound = ++round;
  await save();
  const data = new FormData();
  data.set("answer", form.elements.answer.value);
  if (form.elements.stored?.checked) data.set("stored", "1");
  await follow(form.dataset.try, data, showTry, () => thisRound === round);
}

const checksRoom = document.getElementById("ask-for-checks");

function showChecks(answer) {
  const part = answer.getElementById("checks-result");
  if (part) document.getElementById("checks-result").replaceWith(part);
  return part;
}

let question = 0;
async function askForChecks(address) {
  const thisQuestion = ++question;
  await save();
  const data = new FormData();
  data.set("model", form.elements.model.value);
  await follow(address, data, showChecks, () => thisQuestion === question);
}

/** The worker stops at its next check; the part shows it then. */
async function cancelChecks(button) {
  button.disabled = true;
  const data = new FormData();
  data.set("csrfmiddlewaretoken", token);
  data.set("act", "cancel");
  await fetch(button.formAction, { method: "POST", body: data, headers: { "HX-Request": "true" } }).catch(() => null);
}

async function addChecks(address) {
  await save();
  const data = new FormData();
  for (const box of checksRoom.querySelectorAll("input[name=test]:checked")) data.append("test", box.value);
  await follow(
    address,
    data,
    (answer) => {
      const part = showChecks(answer);
      if (part && "added" in part.dataset) look();
      return part;
    },
    () => true,
  );
}

async function propose(address) {
  await save();
  await follow(
    address,
    new FormData(),
    (answer) => {
      const part = answer.getElementById("mutants-result");
      if (part) document.getElementById("mutants-result").replaceWith(part);
      return part;
    },
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
  sayBeside(part);
  return part;
}

/** The result of each answer, beside its field. */
function sayBeside(part) {
  for (const place of form.querySelectorAll("[data-said]")) place.hidden = true;
  for (const line of part.querySelectorAll("li[data-about]")) {
    const { about, name, met, verdict, cause } = line.dataset;
    if (!verdict || about === "answer" || about === "stored") continue;
    for (const place of placesOf(about, name)) {
      place.hidden = false;
      place.classList.toggle("is-fine", met === "True");
      if (met === "True") place.textContent = { empty: "", mutant: `● refused, as it must be: ${verdict}` }[about] ?? `● ${verdict}`;
      else if (about === "empty") place.textContent = "✕ These checks let an empty answer pass.";
      else if (about === "mutant") place.textContent = "✕ The checks let this mutant pass.";
      else place.textContent = `✕ ${verdict}: ${cause}`;
    }
  }
}

function placesOf(about, name) {
  if (about === "empty") return [form.querySelector('[data-field="checks"] [data-said]')];
  const list = form.querySelector(`[data-list="${{ reference: "reference", mutant: "mutants", alternative: "alternatives" }[about]}"]`);
  const rows = [...list.querySelectorAll("[data-file-row]")].filter(
    (row) => about === "reference" || row.querySelector("input").value.trim() === name,
  );
  return rows.slice(0, 1).map((row) => row.querySelector("[data-said]"));
}

// Loads the changes of others, but not while the page is hidden.
async function look() {
  const response = await fetch(`${form.dataset.save}?revision=${revision}`).catch(() => null);
  if (response?.ok) {
    const answer = await response.json();
    if (answer.revision > revision || answer.is_archived) {
      take(answer, new Set(changed()));
      if (changed().length) schedule();
    }
  } else if (response?.status === 404) tell("This draft was kept or discarded by somebody else. What you typed stays here: copy it.");
}
setInterval(() => document.hidden || saving || look(), LOOK_MS);

ready(form);
reshape();
recorder(
  document.getElementById("recorder"),
  (name) => form.elements[name],
  save,
  () => Boolean(form.querySelector('[data-list="reference"] textarea')?.value.trim()),
);
