const system = matchMedia("(prefers-color-scheme: dark)");
const toggle = document.getElementById("toggle");
const reset = document.getElementById("reset");

function show() {
  const choice = localStorage.getItem("theme");
  const isDark = choice ? choice === "dark" : system.matches;
  document.body.className = isDark ? "dark" : "light";
  toggle.setAttribute("aria-pressed", String(isDark));
  reset.hidden = !choice;
}

toggle.addEventListener("click", () => {
  localStorage.setItem("theme", document.body.className === "dark" ? "light" : "dark");
  show();
});
reset.addEventListener("click", () => {
  localStorage.removeItem("theme");
  show();
});
show();
