const body = document.querySelector("tbody");
const toCents = (value) => Math.round(Number((value * 100).toFixed(6)));
const text = (cents) => (cents / 100).toFixed(2);

function newInput(type, label, value) {
  const input = document.createElement("input");
  input.type = type;
  input.value = value;
  input.setAttribute("aria-label", label);
  if (type === "number") input.step = "any";
  return input;
}

function addRow() {
  const row = body.insertRow();
  row.insertCell().append(newInput("text", "Item", ""));
  row.insertCell().append(newInput("number", "Quantity", "1"));
  row.insertCell().append(newInput("number", "Price", "0"));
  row.insertCell();
  const button = document.createElement("button");
  button.textContent = "Remove row";
  button.addEventListener("click", () => {
    body.lastElementChild.remove();
    update();
  });
  row.insertCell().append(button);
  update();
  return row;
}

function update() {
  let net = 0;
  for (const row of body.rows) {
    const [quantity, price] = [...row.querySelectorAll("[type=number]")].map((input) => Math.max(0, Number(input.value)));
    const amount = toCents(quantity * price);
    row.cells[3].textContent = text(amount);
    row.querySelector("button").disabled = body.rows.length === 1;
    net += amount;
  }
  const vat = toCents(net / 500);
  document.getElementById("net").textContent = `Net: ${text(net)}`;
  document.getElementById("vat").textContent = `VAT (20%): ${text(vat)}`;
  document.getElementById("total").textContent = `Total: ${text(net + vat)}`;
}

body.addEventListener("input", update);
document.getElementById("add").addEventListener("click", () => addRow().querySelector("input").focus());
addRow();
