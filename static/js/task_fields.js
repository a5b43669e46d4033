// The fields of the task editor: their values, the lists of files, and the faults beside them.
import { codeEditor } from "./code_editor.js";

export const form = document.getElementById("task-editor");
export const lists = [...form.querySelectorAll("[data-list]")];

/** Name of each field to its value as text; a list of files is one value. */
export function values() {
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

/** The named fields as the server takes them. */
export function formDataOf(names) {
  const data = new FormData();
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
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

/** Sets a field to another person's value. */
export function setField(name, value) {
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

/** Adds an empty row to a list of files. */
export function addRow(list) {
  const row = list.querySelector("[data-blank]").content.firstElementChild.cloneNode(true);
  list.querySelector("[data-rows]").append(row);
  activate(row);
  return row;
}

/** Removes a file's row. Until the page is left, Undo brings it back. */
export function removeRow(row, scheduleSave) {
  const name = [...row.querySelectorAll("input")]
    .map((input) => input.value)
    .filter(Boolean)
    .join(", ");
  const undo = Object.assign(document.createElement("button"), { type: "button", className: "quiet", textContent: "Undo" });
  const line = document.createElement("li");
  line.append(`${name || "The file"} is removed. `, undo);
  undo.addEventListener("click", () => {
    line.replaceWith(row);
    row.querySelector("input").focus();
    scheduleSave();
  });
  row.replaceWith(line);
  undo.focus();
  scheduleSave();
}

/** Shows the buttons that need a script, and turns code fields into code editors. */
export function activate(part) {
  for (const button of part.querySelectorAll("[data-remove-row]")) button.hidden = false;
  for (const area of part.querySelectorAll("textarea[data-code]")) codeEditor(area, () => form.elements.language.value);
}

/** Shows each fault beside its field or row. */
export function showFaults(faults = []) {
  for (const line of form.querySelectorAll("[data-faults], [data-list-faults]")) line.replaceChildren();
  for (const { field, row, message } of faults) {
    const box = form.querySelector(`[data-field="${CSS.escape(field)}"]`);
    const list = lists.find((one) => one.dataset.list === field);
    const line =
      box?.querySelector("[data-faults]") ??
      (row === null
        ? list?.querySelector("[data-list-faults]")
        : list?.querySelectorAll("[data-file-row]")[row]?.querySelector("[data-faults]"));
    line?.append(Object.assign(document.createElement("li"), { textContent: message }));
  }
}
