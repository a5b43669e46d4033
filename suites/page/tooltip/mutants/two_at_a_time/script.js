const places = [...document.querySelectorAll(".bar > span")];
const tips = places.map((place) => place.querySelector("[role=tooltip]"));

function show(tip) {
  if (tip) tip.hidden = false;
  else for (const other of tips) other.hidden = true;
  if (!tip) return;
  tip.style.left = "0px";
  const { left, right } = tip.getBoundingClientRect();
  const shift = Math.min(0, document.documentElement.clientWidth - 4 - right);
  tip.style.left = `${Math.max(shift, 4 - left)}px`;
}

places.forEach((place, i) => {
  const button = place.querySelector("button");
  place.addEventListener("mouseenter", () => show(tips[i]));
  place.addEventListener("mouseleave", () => {
    if (document.activeElement !== button) tips[i].hidden = true;
  });
  button.addEventListener("focus", () => show(tips[i]));
  button.addEventListener("blur", () => (tips[i].hidden = true));
  button.addEventListener("click", () => show(null));
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") show(null);
});
