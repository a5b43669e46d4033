// How a pair is looked at: which view, how wide, light or dark; reset, and a file into both previews.
export const state = { view: "", width: "", isDark: false };

const all = (selector, place) => [...place.querySelectorAll(selector)];
const press = (buttons, isOn) => buttons.forEach((button) => button.setAttribute("aria-pressed", String(isOn(button))));

function fit(stage) {
  stage.classList.toggle("is-dark", state.isDark);
  if (!state.width) return stage.removeAttribute("data-width");
  const scale = Math.min(1, stage.clientWidth / Number(state.width) || 1);
  stage.dataset.width = state.width;
  stage.style.setProperty("--width", state.width);
  stage.style.setProperty("--scale", String(scale));
  stage.style.setProperty("--left", `${Math.max(0, (stage.clientWidth - state.width * scale) / 2)}px`);
}

/** Shows the chosen view, width and theme on a pair. */
export function arrange(pair) {
  const views = all("[data-view]", pair).map((button) => button.dataset.view);
  const shown = views.includes(state.view) ? state.view : views[0];
  all(".pair-view", pair).forEach((view) => (view.hidden = view.dataset.of !== shown));
  press(all("[data-view]", pair), (button) => button.dataset.view === shown);
  press(all("button[data-width]", pair), (button) => button.dataset.width === state.width);
  press(all("[data-theme]", pair), () => state.isDark);
  all("[data-tools]", pair).forEach((tools) => (tools.hidden = shown !== "preview"));
  all(".pair-stage", pair).forEach(fit);
}

export const viewShown = (pair) => pair.querySelector("[data-view][aria-pressed=true]").dataset.view;
export const reset = (pair) => all("iframe", pair).forEach((frame) => frame.replaceWith(frame.cloneNode()));
export const drop = (pair, name) =>
  all("iframe", pair).forEach((frame) => frame.contentWindow.postMessage({ choose: name }, "*"));
