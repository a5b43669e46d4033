const system = matchMedia("(prefers-color-scheme: dark)");
const toggle = document.getElementById("toggle");
let sessionChoice = null;
const reset = document.getElementById("reset");

function show() {
  const choice = sessionChoice;
  const isDark = choice ? choice === "dark" : system.matches;
  document.body.className = isDark ? "dark" : "light";
  toggle.setAttribute("aria-pressed", String(isDark));
  reset.hidden = !choice;
}

toggle.addEventListener("click", () => {
  sessionChoice = document.body.className === "dark" ? "light" : "dark";
  show();
});
reset.addEventListener("click", () => {
  sessionChoice = null;
  show();
});
system.addEventListener("change", show);
show();
