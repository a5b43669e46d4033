const NAMES = ["North", "South", "West"];
const inputs = [...document.querySelectorAll("input")];
const canvas = document.querySelector("canvas");
const context = canvas.getContext("2d");

function draw() {
  const values = inputs.map((input) => Number(input.value));
  const most = Math.max(...values);
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  if (most > 0) {
    values.forEach((value, i) => {
      const height = (value / most) * 180;
      context.fillStyle = i === values.indexOf(most) ? "#cc3300" : "#336699";
      context.fillRect(40 + 120 * i, canvas.height - height, 80, height);
    });
  }
  canvas.setAttribute("aria-label", values.map((value, i) => `${NAMES[i]} ${value}`).join(", "));
}

for (const input of inputs) input.addEventListener("input", draw);
draw();
