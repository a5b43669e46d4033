const RULES = [
  ["At least 10 characters", (text) => text.length >= 10],
  ["A lower-case letter", (text) => /\p{Ll}/u.test(text)],
  ["A capital letter", (text) => /\p{Lu}/u.test(text)],
  ["A digit", (text) => /\d/.test(text)],
];
const form = document.querySelector("form");
const password = document.getElementById("password");
const repeat = document.getElementById("repeat");
const status = document.querySelector("[role=status]");

function update() {
  form.querySelector("ul").replaceChildren(...RULES.map(([rule, fits]) => {
    const item = document.createElement("li");
    item.textContent = `${rule} (${fits(password.value) ? "met" : "missing"})`;
    return item;
  }));
  const isSame = password.value === repeat.value;
  document.getElementById("differ").hidden = isSame || repeat.value === "";
  form.querySelector("button").disabled = !isSame || !RULES.every(([, fits]) => fits(password.value));
}

for (const field of [password, repeat]) {
  field.addEventListener("input", () => {
    status.textContent = "";
    update();
  });
}
document.getElementById("show").addEventListener("change", (event) => {
  for (const field of [password, repeat]) field.type = event.target.checked ? "text" : "password";
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  password.value = repeat.value = "";
  status.textContent = "Password saved";
});
update();
