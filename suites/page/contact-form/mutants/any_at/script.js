const form = document.querySelector("form");
const status = document.querySelector("[role=status]");
const fields = [...form.querySelectorAll("input, textarea")];

const faults = {
  name: (value) => (value ? "" : "Name is required"),
  email: (value) => (!value ? "Email is required" : value.includes("@") ? "" : "Email is not valid"),
  message: (value) => (!value ? "Message is required" : value.length < 10 ? "Message is too short" : ""),
};

function check(field) {
  const fault = faults[field.id](field.value.trim());
  document.getElementById(`${field.id}-error`).textContent = fault;
  if (fault) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
  return !fault;
}

form.addEventListener("input", (event) => {
  if (event.target.hasAttribute("aria-invalid")) check(event.target);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  status.textContent = "";
  const faulty = fields.filter((field) => !check(field));
  if (faulty.length) {
    faulty[0].focus();
    return;
  }
  status.textContent = `Thank you, ${fields[0].value.trim()}.`;
  form.reset();
});
