const FILES = [["report.pdf", 120], ["photo.jpg", 340], ["notes.txt", 8], ["backup.zip", 950]];
const all = document.getElementById("all");
const button = document.getElementById("delete");
const body = document.querySelector("tbody");

for (const [name, size] of FILES) {
  const row = body.insertRow();
  const box = document.createElement("input");
  box.type = "checkbox";
  box.setAttribute("aria-label", "Select");
  row.insertCell().append(box);
  row.insertCell().textContent = name;
  row.insertCell().textContent = size;
}

const boxes = () => [...body.querySelectorAll("input")];

function update() {
  const checked = boxes().filter((box) => box.checked);
  const size = checked.reduce((sum, box) => sum + Number(box.closest("tr").cells[2].textContent), 0);
  all.checked = checked.length > 0 && checked.length === boxes().length;
  all.indeterminate = checked.length > 0 && checked.length < boxes().length;
  all.disabled = boxes().length === 0;
  button.disabled = checked.length === 0;
  document.querySelector("[role=status]").textContent = `${checked.length} selected, ${size} KB`;
}

all.addEventListener("change", () => {
  for (const box of boxes()) box.checked = all.checked;
  update();
});
body.addEventListener("change", update);
button.addEventListener("click", () => {
  for (const box of boxes()) if (box.checked) box.closest("tr").remove();
  update();
});
update();
