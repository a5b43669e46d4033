// The list of models to tick: a filter, all or none, and favourites.
import { csrfToken } from "./upload.js";

const picker = document.getElementById("model-picker");

function filter(text) {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  for (const item of picker.querySelectorAll("[data-model]")) {
    const name = item.dataset.model.toLowerCase();
    item.hidden = !words.every((word) => name.includes(word));
  }
  for (const group of picker.querySelectorAll("[data-group]")) group.hidden = !group.querySelector("[data-model]:not([hidden])");
}

function tick(which) {
  const item = which === "none" ? "[data-model]" : "[data-model]:not([hidden])";
  const boxes = [...picker.querySelectorAll(`${item} input:enabled`)];
  for (const box of boxes) box.checked = which !== "none";
  boxes[0]?.dispatchEvent(new Event("change", { bubbles: true }));
}

async function toggleFavourite(button) {
  const isOn = button.getAttribute("aria-pressed") !== "true";
  const body = new URLSearchParams({ csrfmiddlewaretoken: csrfToken(), is_favourite: isOn ? "1" : "" });
  const response = await fetch(button.dataset.favourite, { method: "POST", body, headers: { "HX-Request": "true" } });
  if (!response.ok) return;
  button.setAttribute("aria-pressed", String(isOn));
  button.textContent = isOn ? "★" : "☆";
}

if (picker) {
  picker.querySelector("[data-picker-head]").hidden = picker.querySelectorAll("[data-model]").length < 4;
  for (const button of picker.querySelectorAll("[data-favourite]")) button.hidden = false;
  const field = picker.querySelector("[data-filter-models]");
  field.addEventListener("input", (event) => {
    event.stopPropagation(); // the filter does not change the form's data
    filter(field.value);
  });
  field.addEventListener("change", (event) => event.stopPropagation());
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  picker.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.tick) tick(button.dataset.tick);
    if (button?.dataset.favourite) toggleFavourite(button);
  });
}
