const COUNTRIES = ["Austria", "Australia", "Belgium", "Brazil", "Canada", "Denmark"];
const field = document.getElementById("country");
const list = document.getElementById("options");
let names = [];
let active = -1;

function show() {
  list.replaceChildren(...names.map((name, i) => {
    const option = document.createElement("li");
    option.id = `option-${i}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", String(i === active));
    option.textContent = name;
    return option;
  }));
  list.hidden = names.length === 0;
  field.setAttribute("aria-expanded", String(names.length > 0));
  if (active >= 0) field.setAttribute("aria-activedescendant", `option-${active}`);
  else field.removeAttribute("aria-activedescendant");
}

function open() {
  const text = field.value.toLowerCase();
  names = text ? COUNTRIES.filter((name) => name.toLowerCase().includes(text)) : [];
  active = -1;
  show();
}

function close() {
  names = [];
  active = -1;
  show();
}

function take(name) {
  field.value = name;
  document.querySelector("[role=status]").textContent = `Chosen: ${name}`;
  close();
}

field.addEventListener("input", open);
field.addEventListener("blur", close);
field.addEventListener("keydown", (event) => {
  if (!names.length) return;
  if (event.key === "ArrowDown") active = (active + 1) % names.length;
  else if (event.key === "ArrowUp") active = active <= 0 ? names.length - 1 : active - 1;
  else if (event.key === "Enter" && active >= 0) return take(names[active]);
  else if (event.key === "Escape") return close();
  else return;
  event.preventDefault();
  show();
});
list.addEventListener("mousedown", (event) => {
  event.preventDefault();
  if (event.target.role === "option") take(event.target.textContent);
});
