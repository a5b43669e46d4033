// The editor of a task: what its kind and language need, and what clicks and keys do.
import { recorder } from "./recorder.js";
import { activate, addRow, form, lists, removeRow } from "./task_fields.js";
import { addChecks, askForChecks, cancelChecks, propose, tryNow } from "./task_jobs.js";
import { save, scheduleSave } from "./task_saving.js";

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

form.addEventListener("click", (event) => {
  const add = event.target.closest("[data-add-row]");
  const remove = event.target.closest("[data-remove-row]");
  if (add) {
    event.preventDefault();
    addRow(add.closest("[data-list]")).querySelector("input").focus();
  } else if (remove) {
    removeRow(remove.closest("[data-file-row]"), scheduleSave);
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
form.addEventListener("input", (event) => event.target.name !== "answer" && scheduleSave());
form.addEventListener("change", (event) => event.target.name !== "answer" && scheduleSave());
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    tryNow();
  }
});
addEventListener("pagehide", () => save({ keepalive: true }));

activate(form);
reshape();
recorder(
  document.getElementById("recorder"),
  (name) => form.elements[name],
  save,
  () => Boolean(form.querySelector('[data-list="reference"] textarea')?.value.trim()),
);
