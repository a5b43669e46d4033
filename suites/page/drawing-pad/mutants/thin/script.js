const canvas = document.querySelector("canvas");
const context = canvas.getContext("2d");
const undo = document.getElementById("undo");
let lines = [];
let current = null;

function draw() {
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.lineWidth = 2;
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const { colour, points } of lines) {
    context.strokeStyle = colour;
    context.beginPath();
    context.moveTo(...points[0]);
    for (const point of points) context.lineTo(...point);
    context.stroke();
  }
  undo.disabled = lines.length === 0;
}

canvas.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  const colour = document.querySelector("input:checked").value;
  current = { colour, points: [[event.offsetX, event.offsetY]] };
  lines.push(current);
  draw();
});
canvas.addEventListener("pointermove", (event) => {
  if (!current) return;
  current.points.push([event.offsetX, event.offsetY]);
  draw();
});
canvas.addEventListener("pointerup", () => (current = null));
undo.addEventListener("click", () => {
  lines.pop();
  draw();
});
document.getElementById("clear").addEventListener("click", () => {
  lines = [];
  draw();
});
draw();
