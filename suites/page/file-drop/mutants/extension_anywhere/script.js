const input = document.querySelector("input");
const box = document.querySelector("section");
const files = new Map();

const sizeText = (size) => (size < 1024 ? `${size} B` : `${(size / 1024).toFixed(1)} KB`);

function show() {
  document.querySelector("ul").replaceChildren(...[...files.values()].map((file) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.textContent = "Remove";
    button.setAttribute("aria-label", `Remove ${file.name}`);
    button.addEventListener("click", () => {
      files.delete(file.name);
      show();
    });
    item.append(`${file.name}, ${sizeText(file.size)} `, button);
    return item;
  }));
  const sum = [...files.values()].reduce((total, file) => total + file.size, 0);
  const count = files.size === 1 ? "1 file" : `${files.size} files`;
  document.querySelector("[role=status]").textContent = files.size ? `${count}, ${sizeText(sum)}` : "No files";
}

function add(given) {
  const refused = [];
  for (const file of given) {
    if (/txt|csv/i.test(file.name)) files.set(file.name, file);
    else refused.push(file.name);
  }
  const verb = refused.length === 1 ? "is" : "are";
  document.querySelector("[role=alert]").textContent = refused.length ? `${refused.join(", ")} ${verb} not allowed` : "";
  show();
}

input.addEventListener("change", () => {
  add([...input.files]);
  input.value = "";
});
box.addEventListener("dragover", (event) => event.preventDefault());
box.addEventListener("drop", (event) => {
  event.preventDefault();
  add([...event.dataTransfer.files]);
});
