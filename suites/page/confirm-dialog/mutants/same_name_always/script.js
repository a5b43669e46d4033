const list = document.querySelector("ul");
const dialog = document.querySelector("dialog");
let asked = null;

for (const name of ["Apollo", "Gemini", "Mercury"]) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.textContent = "Delete";
  button.setAttribute("aria-label", `Delete ${name}`);
  button.addEventListener("click", () => {
    asked = { name, item };
    document.getElementById("question").textContent = `Delete project?`;
    dialog.showModal();
  });
  item.append(`${name} `, button);
  list.append(item);
}

document.getElementById("cancel").addEventListener("click", () => dialog.close());
document.getElementById("delete").addEventListener("click", () => {
  dialog.close();
  asked.item.remove();
  document.querySelector("[role=status]").textContent = `${asked.name} deleted`;
  document.getElementById("none").hidden = list.children.length > 0;
});
