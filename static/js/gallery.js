// The gallery of a run or a task: views, widths, light and dark, one input for all, and cards that change in place.
import { offerDiff } from "./gallery_diff.js";
import { runFrames } from "./gallery_frames.js";
import { takePicture } from "./gallery_picture.js";

const root = document.getElementById("gallery");
const state = { width: "", isDark: false };
const all = (selector, within = root) => [...within.querySelectorAll(selector)];
const frames = runFrames(root, () => (state.isDark ? "dark" : "light"));

function fit(element) {
  if (!state.width) return element.removeAttribute("data-width");
  const scale = Math.min(1, element.clientWidth / Number(state.width) || 1);
  element.dataset.width = state.width;
  element.style.setProperty("--width", state.width);
  element.style.setProperty("--scale", String(scale));
  return element.style.setProperty("--left", `${Math.max(0, (element.clientWidth - state.width * scale) / 2)}px`);
}

function arrange() {
  root.classList.toggle("is-dark", state.isDark);
  all("[data-preview]").forEach(fit);
  const press = (selector, isOn) => all(selector).forEach((button) => button.setAttribute("aria-pressed", String(isOn(button))));
  press("button[data-width]", (button) => button.dataset.width === state.width);
  press("button[data-theme]", () => state.isDark);
  press("button[data-view]", (button) => button.dataset.view === root.dataset.viewShown);
}

function toggleFull(card, isFull) {
  card.classList.toggle("is-full", isFull);
  card.querySelector("[data-full]")?.setAttribute("aria-pressed", String(isFull));
  fit(card.querySelector("[data-preview]"));
}

const ACTS = {
  view: ({ dataset }) => (root.dataset.viewShown = dataset.view),
  width: ({ dataset }) => (state.width = dataset.width),
  theme: () => {
    state.isDark = !state.isDark;
    frames.paint();
  },
  reset: () => frames.reload(root),
  reload: (button) => frames.reload(button.closest("[data-card]")),
  start: (button) => frames.start(button.closest("[data-preview]")),
  full: (button) => toggleFull(button.closest("[data-card]"), button.getAttribute("aria-pressed") !== "true"),
  picture: (button) => void takePicture(root, button),
  drop: ({ dataset }) => frames.tell({ choose: dataset.drop }),
};
root.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const name = button && Object.keys(ACTS).find((act) => act in button.dataset);
  if (!name) return;
  ACTS[name](button);
  arrange();
});
root.querySelector("[data-fill]")?.addEventListener("input", ({ target }) => frames.tell({ fill: target.value }));
document.addEventListener(
  "keydown",
  (event) => {
    const card = event.key === "Escape" && root.querySelector(".is-full");
    if (!card) return;
    event.preventDefault();
    toggleFull(card, false);
    card.querySelector("[data-full]").focus();
  },
  true,
);
addEventListener("resize", arrange);

/** Takes over the changes of a card; a running frame stays as it is. */
function renew(card, newPart) {
  for (const piece of ["head", "foot"]) {
    const [old, now] = [card, newPart].map((element) => element.querySelector(`[data-piece="${piece}"]`));
    if (!old.isEqualNode(now) && !old.contains(document.activeElement)) old.replaceWith(now);
  }
  const [old, now] = [card, newPart].map((element) => element.querySelector("[data-stamp]"));
  if (old.dataset.stamp === "waiting" ? old.isEqualNode(now) : old.dataset.stamp === now.dataset.stamp) return;
  old.replaceWith(now);
  frames.observe(card);
}

let isAsking = false;
let isWanted = false;
async function lookAgain() {
  if (isAsking) return void (isWanted = true);
  isAsking = true;
  try {
    const response = await fetch(root.dataset.address, { headers: { "HX-Request": "true", "X-Background": "1" } });
    if (!response.ok || response.redirected) return;
    const newPart = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const card of all("[data-card]", newPart)) {
      const old = root.querySelector(`[data-card="${card.dataset.card}"]`);
      if (old) renew(old, card);
      else {
        root.querySelector(".gallery-cards").append(card);
        frames.observe(card);
      }
    }
    arrange();
    root.dispatchEvent(new CustomEvent("gallery-renewed"));
  } catch {
    // The site did not answer: the next message or request loads it.
  } finally {
    isAsking = false;
    if (isWanted) {
      isWanted = false;
      lookAgain();
    }
  }
}
if (root.dataset.address) {
  document.body.addEventListener("run-changed", lookAgain);
  setInterval(() => root.querySelector('[data-stage="waiting"], [data-stage="writing"]') && lookAgain(), 5000);
}
offerDiff(root, () => {
  root.dataset.viewShown = "diff";
  arrange();
});
arrange();
frames.observe();
