// Buttons "all" and "none" above a long list of boxes to tick.
const FEWEST = 9;

for (const list of document.querySelectorAll("[data-tick-all]")) {
  const boxes = [...list.querySelectorAll('input[type="checkbox"]')];
  if (boxes.length < FEWEST) continue;
  const line = Object.assign(document.createElement("p"), { className: "actions tick-all" });
  for (const [words, isTicked] of [
    ["all", true],
    ["none", false],
  ]) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: words });
    button.setAttribute("aria-label", `Tick ${words}: ${list.dataset.tickAll}`);
    button.addEventListener("click", () => boxes.forEach((box) => (box.checked = isTicked)));
    line.append(button);
  }
  list.before(line);
}
