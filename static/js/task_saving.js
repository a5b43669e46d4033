// Saves what is typed into the task editor, and takes over what others change meanwhile.
import { form, formDataOf, setField, showFaults, values } from "./task_fields.js";

const PAUSE_MS = 600,
  LOAD_MS = 8000;
const savedNote = document.querySelector("[data-saved]");
const notice = document.querySelector("[data-conflict]");
let revision = Number(form.elements.revision.value);
let saving = null,
  timer = 0;

const savedValues = values();
const changed = () =>
  Object.entries(values())
    .filter(([name, value]) => value !== savedValues[name])
    .map(([name]) => name);

/** Saves the fields that changed. True when nothing is left to save. */
export async function save({ keepalive = false } = {}) {
  clearTimeout(timer);
  await saving;
  const names = changed();
  if (!names.length) return true;
  const sent = values();
  const data = formDataOf(names);
  data.set("revision", revision);
  savedNote.textContent = "Saving …";
  saving = fetch(form.dataset.save, { method: "POST", body: data, keepalive }).catch(() => null);
  const response = await saving;
  saving = null;
  const answer = response?.ok
    ? await response.json()
    : { error: "Not saved: the server does not answer. What you typed stays here; it is tried again." };
  const error = answer.error ?? answer.trouble; // "trouble" is the name before 2026-11-30: a server of that release may answer during a restart
  if (error) {
    savedNote.textContent = error;
    timer = setTimeout(save, 5000);
    return false;
  }
  const conflicts = answer.conflicts ?? {};
  for (const name of names) if (!(name in conflicts)) savedValues[name] = sent[name];
  mergeChanges(answer, new Set(names));
  savedNote.textContent = Object.keys(conflicts).length ? "Not everything is saved" : "Saved";
  return !Object.keys(conflicts).length;
}

/** Shows the changes of others where nothing was typed here. For the other fields it asks the person. */
function mergeChanges(answer, own) {
  const taken = [];
  for (const [name, value] of Object.entries(answer.fields ?? {})) {
    if (own.has(name) || name in (answer.conflicts ?? {})) continue;
    const typed = values()[name];
    if (typed !== savedValues[name]) continue; // typed here: saving shows whether there is a conflict
    if (asText(value) === typed) continue;
    setField(name, value);
    savedValues[name] = values()[name];
    taken.push(name);
  }
  if (!Object.keys(answer.conflicts ?? {}).length) revision = answer.revision;
  form.elements.revision.value = revision;
  if (taken.length && !answer.is_own) showNotice(`${answer.by} changed ${taken.join(", ")}; it is shown here now.`);
  if (answer.is_archived)
    showNotice("This draft was discarded. What you type is still saved: it is in the archive of its suite, where Restore brings it back.");
  showFaults(answer.faults);
  form.querySelector("[data-keep-button]").title = answer.reason || "";
  for (const [name, theirs] of Object.entries(answer.conflicts ?? {})) askWhichToKeep(name, theirs, answer);
}

const asText = (value) => (typeof value === "string" ? value : JSON.stringify(value));

function showNotice(text) {
  notice.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }));
  notice.hidden = false;
}

/** Two people changed one field: both texts, and which to keep. Nothing is lost: the other's text is shown in full. */
function askWhichToKeep(name, theirs, answer) {
  const box = form.querySelector(`[data-field="${CSS.escape(name)}"], [data-list="${CSS.escape(name)}"]`);
  box.querySelector(".theirs")?.remove();
  const question = document.createElement("div");
  question.className = "theirs";
  question.setAttribute("role", "alert");
  const text = typeof theirs === "string" ? theirs : theirs.map((row) => row.join("\n")).join("\n\n");
  const button = (label, act) => {
    const element = Object.assign(document.createElement("button"), { type: "button", textContent: label });
    element.addEventListener("click", () => {
      act();
      question.remove();
      revision = answer.revision;
      scheduleSave();
    });
    return element;
  };
  question.append(
    Object.assign(document.createElement("p"), { textContent: `${answer.by || "Somebody"} wrote in the meantime:` }),
    Object.assign(document.createElement("pre"), { className: "wrap", textContent: text }),
    button("Take theirs", () => {
      setField(name, theirs);
      savedValues[name] = values()[name];
    }),
    button("Keep mine", () => (savedValues[name] = asText(theirs))),
  );
  box.append(question);
}

/** Saves after a pause in typing. */
export function scheduleSave() {
  clearTimeout(timer);
  savedNote.textContent = "";
  timer = setTimeout(save, PAUSE_MS);
}

/** Loads what others changed. */
export async function loadChanges() {
  const response = await fetch(`${form.dataset.save}?revision=${revision}`).catch(() => null);
  if (response?.ok) {
    const answer = await response.json();
    if (answer.revision > revision || answer.is_archived) {
      mergeChanges(answer, new Set(changed()));
      if (changed().length) scheduleSave();
    }
  } else if (response?.status === 404) showNotice("This draft was kept or discarded by somebody else. What you typed stays here: copy it.");
}
// A hidden page loads nothing.
setInterval(() => document.hidden || saving || loadChanges(), LOAD_MS);
