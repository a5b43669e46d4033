const RADIUS = 10;
const context = document.querySelector("canvas").getContext("2d");
const start = document.getElementById("start");
const faster = document.getElementById("faster");
let ball;
let isMoving = false;
let last = 0;

function draw() {
  context.fillStyle = "#cc0000";
  context.beginPath();
  context.arc(ball.x, ball.y, RADIUS, 0, 2 * Math.PI);
  context.fill();
  document.querySelector("[role=status]").textContent = `x ${Math.round(ball.x)}, y ${Math.round(ball.y)}`;
  start.textContent = isMoving ? "Stop" : "Start";
  faster.disabled = ball.factor >= 4;
}

/** Where something stands after a way between two walls, and which way it goes then. */
function bounced(place, direction, way, least, most) {
  let next = place + direction * way;
  while (next < least || next > most) {
    next = next < least ? 2 * least - next : 2 * most - next;
    direction = -direction;
  }
  return [next, direction];
}

function frame(now) {
  if (!isMoving) return;
  const seconds = (now - last) / 1000;
  last = now;
  [ball.x, ball.dx] = bounced(ball.x, ball.dx, 100 * ball.factor * seconds, RADIUS, 300 - RADIUS);
  [ball.y, ball.dy] = bounced(ball.y, ball.dy, 50 * ball.factor * seconds, RADIUS, 200 - RADIUS);
  draw();
  requestAnimationFrame(frame);
}

function reset() {
  ball = { x: 50, y: 100, dx: 1, dy: 1, factor: 1 };
  isMoving = false;
  draw();
}

start.addEventListener("click", () => {
  isMoving = !isMoving;
  last = performance.now();
  if (isMoving) requestAnimationFrame(frame);
  draw();
});
faster.addEventListener("click", () => {
  ball.factor *= 2;
  draw();
});
document.getElementById("reset").addEventListener("click", reset);
context.fillStyle = "#ffffff";
context.fillRect(0, 0, 300, 200);
reset();
