const form = document.querySelector("form");
const cups = document.getElementById("cups");
const address = document.getElementById("address");
const fields = [...address.querySelectorAll("input")];

function read() {
  const count = Number(cups.value);
  return { count, isCount: count >= 1, delivery: form.elements.delivery.value };
}

function update() {
  const { count, isCount, delivery } = read();
  const isStandardFree = isCount && count >= 5;
  const prices = { "Pick up": 0, Standard: isStandardFree ? 0 : 4.9, Express: 12 };
  const each = 7.5 + (document.getElementById("wrap").checked ? 2 : 0);
  const total = isCount ? (count * each + prices[delivery]).toFixed(2) : "–";
  document.querySelector("[role=status]").textContent = `Total: ${total}`;
  document.getElementById("standard").textContent = `Standard (${isStandardFree ? "free" : "4.90"})`;
  address.disabled = delivery === "Pick up";
  const isComplete = address.disabled || fields.every((field) => field.value.trim());
  form.querySelector("button").disabled = !isCount || !isComplete;
}

form.addEventListener("input", update);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const { count, delivery } = read();
  document.getElementById("ordered").textContent = `Ordered: ${count} ${count === 1 ? "cup" : "cups"}, ${delivery}`;
});
update();
