const slider = document.querySelector("[role=slider]");
const button = document.querySelector("button");
let value = 50;
let before = 50;

function set(wanted) {
  value = Math.max(0, Math.min(100, Math.round(wanted / 5) * 5));
  if (value > 0) before = value;
  slider.setAttribute("aria-valuenow", value);
  slider.setAttribute("aria-valuetext", `${value} percent`);
  document.getElementById("bar").style.width = `${value}%`;
  button.textContent = value ? "Mute" : "Unmute";
}

function follow(event) {
  const { left, width } = slider.getBoundingClientRect();
  set(((event.clientX - left) / width) * 100);
}

slider.addEventListener("pointerdown", (event) => {
  slider.setPointerCapture(event.pointerId);
  slider.focus();
  follow(event);
});
slider.addEventListener("pointermove", (event) => {
  if (slider.hasPointerCapture(event.pointerId)) follow(event);
});
slider.addEventListener("keydown", (event) => {
  const targets = {
    ArrowRight: value + 5,
    ArrowUp: value + 5,
    ArrowLeft: value - 5,
    ArrowDown: value - 5,
    PageUp: value + 20,
    PageDown: value - 20,
    Home: 0,
    End: 100,
  };
  if (!(event.key in targets)) return;
  event.preventDefault();
  set(targets[event.key]);
});
button.addEventListener("click", () => set(value ? 0 : before));
set(50);
