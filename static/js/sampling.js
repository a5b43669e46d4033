// Fills the sampling fields of a form with a model's defaults.

const fill = (button) => {
  const { form } = button;
  for (const [name, value] of Object.entries(JSON.parse(button.dataset.preset))) {
    const field = form.elements.namedItem(name);
    if (field) {
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
};

for (const button of document.querySelectorAll("[data-preset]")) {
  button.hidden = false;
  button.addEventListener("click", () => fill(button));
}
