const field = document.getElementById("note");
const status = document.querySelector("[role=status]");
const button = document.querySelector("button");
let stored = localStorage.getItem("note") ?? "";
let timer = 0;

function show(text) {
  field.value = text;
  button.disabled = text === "";
}

function save() {
  stored = field.value;
  localStorage.setItem("note", stored);
  status.textContent = "Saved";
}

field.addEventListener("input", () => {
  clearTimeout(timer);
  button.disabled = field.value === "";
  if (field.value === stored) {
    save();
  } else {
    status.textContent = "Not saved";
    timer = setTimeout(save, 1000);
  }
});

button.addEventListener("click", () => {
  clearTimeout(timer);
  localStorage.removeItem("note");
  stored = "";
  show("");
  status.textContent = "Deleted";
});

addEventListener("storage", (event) => {
  if (event.key !== "note" || field.value !== stored) return;
  stored = event.newValue ?? "";
  show(stored);
  status.textContent = "Changed elsewhere";
});

show(stored);
