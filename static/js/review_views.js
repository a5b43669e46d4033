// How a pair is shown: view, width, light or dark; reset, and a file for both previews.
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

/** Tells the previews of a pair whether they are light or dark: by the fragment, which does not load them again. */
export function paint(pair) {
  for (const frame of all("iframe", pair)) {
    const [address, was] = frame.src.split("#");
    const chosen = state.isDark ? "dark" : "light";
    if ((was ?? "light") !== chosen) frame.src = `${address}#${chosen}`;
  }
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

const viewShown = (pair) => pair.querySelector("[data-view][aria-pressed=true]").dataset.view;
const reset = (pair) => all("iframe", pair).forEach((frame) => frame.replaceWith(frame.cloneNode()));
const drop = (pair, name) => all("iframe", pair).forEach((frame) => frame.contentWindow.postMessage({ choose: name }, "*"));

const cycle = (values, value) => values[(values.indexOf(value) + 1) % values.length];

/** Buttons and keys for the views. find() returns the pair on the screen. Returns the action of each key. */
export function useTools(root, find) {
  const set = (change) => {
    Object.assign(state, change);
    arrange(find());
    paint(find());
  };
  const of = (selector) => all(selector, find());
  root.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const { view, width, drop: name } = button.dataset;
    if (view) set({ view });
    else if (width !== undefined) set({ width });
    else if ("theme" in button.dataset) set({ isDark: !state.isDark });
    else if ("reset" in button.dataset) reset(find());
    else if (name) drop(find(), name);
  });
  window.addEventListener("resize", () => arrange(find()));
  return {
    n: () => find().querySelector("[name=note]")?.focus(),
    v: () =>
      set({
        view: cycle(
          of("[data-view]").map((button) => button.dataset.view),
          viewShown(find()),
        ),
      }),
    w: () =>
      set({
        width: cycle(
          of("button[data-width]").map((button) => button.dataset.width),
          state.width,
        ),
      }),
    t: () => set({ isDark: !state.isDark }),
    x: () => reset(find()),
    d: () => find().querySelector("[data-drop]")?.click(),
    u: () => find().querySelector("[data-undo]")?.requestSubmit(),
  };
}
