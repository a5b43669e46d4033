const SIZE = 8;
const SIDE = 40;
const canvas = document.querySelector("canvas");
const context = canvas.getContext("2d");
let cells = Array(SIZE * SIZE).fill(false);
const cursor = { x: 0, y: 0 };
let stroke = null;

function draw() {
  cells.forEach((isBlack, i) => {
    context.fillStyle = isBlack ? "#000000" : "#ffffff";
    context.fillRect((i % SIZE) * SIDE, Math.floor(i / SIZE) * SIDE, SIDE, SIDE);
  });
  if (document.activeElement === canvas) {
    context.strokeStyle = "#cc3300";
    context.lineWidth = 2;
    context.strokeRect(cursor.x * SIDE + 1, cursor.y * SIDE + 1, SIDE - 2, SIDE - 2);
  }
  const bits = cells.map(Number).join("");
  document.getElementById("code").value = bits.match(/.{8}/g).map((row) => parseInt(row, 2).toString(16).padStart(2, "0")).join("");
}

const limit = (value) => Math.max(0, Math.min(SIZE - 1, value));
const cellAt = (event) => ({ x: limit(Math.floor(event.offsetX / SIDE)), y: limit(Math.floor(event.offsetY / SIDE)) });

canvas.addEventListener("pointerdown", (event) => {
  canvas.setPointerCapture(event.pointerId);
  const { x, y } = cellAt(event);
  const index = y * SIZE + x;
  stroke = { x, y, isBlack: !cells[index] };
  cells[index] = stroke.isBlack;
  draw();
});
canvas.addEventListener("pointermove", (event) => {
  if (!stroke) return;
  const { x, y } = cellAt(event);
  while (true) {
    cells[stroke.y * SIZE + stroke.x] = stroke.isBlack;
    if (stroke.x === x && stroke.y === y) break;
    stroke.x += Math.sign(x - stroke.x);
    stroke.y += Math.sign(y - stroke.y);
  }
  draw();
});
canvas.addEventListener("pointerup", () => (stroke = null));

const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
canvas.addEventListener("keydown", (event) => {
  if (event.key === " ") {
    const index = cursor.y * SIZE + cursor.x;
    cells[index] = !cells[index];
  } else if (event.key in MOVES) {
    cursor.x = limit(cursor.x + MOVES[event.key][0]);
    cursor.y = limit(cursor.y + MOVES[event.key][1]);
  } else return;
  event.preventDefault();
  draw();
});
canvas.addEventListener("focus", draw);
canvas.addEventListener("blur", draw);

document.getElementById("invert").addEventListener("click", () => {
  cells = cells.map((isBlack) => !isBlack);
  draw();
});
document.getElementById("load").addEventListener("click", () => {
  const text = document.getElementById("new").value;
  const isCode = /^[0-9a-f]{16}$/i.test(text);
  document.querySelector("[role=alert]").textContent = isCode ? "" : "Not a code";
  if (!isCode) return;
  cells = [...text].flatMap((digit) => [...parseInt(digit, 16).toString(2).padStart(4, "0")].map((bit) => bit === "1"));
  draw();
});
draw();
