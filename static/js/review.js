// The reviewer's page: keys, views, widths, drop, and the next pair loaded before it is needed. Without this it is forms.
const root = document.getElementById("review");
const pairs = root.querySelector("[data-pairs]");
const state = { view: "", width: "", isDark: false };
let current = pairs.querySelector(".pair");
let loading = null; // promise of the next pair
let pointerIsInFrame = false;
let lastKey = { key: "", at: 0 };

const all = (selector, place = current) => [...place.querySelectorAll(selector)];
const press = (buttons, isOn) => buttons.forEach((button) => button.setAttribute("aria-pressed", String(isOn(button))));
const complain = (text) => {
  const place = root.querySelector("[data-trouble]");
  place.textContent = text;
  place.hidden = !text;
};

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
function arrange(pair) {
  const views = all("[data-view]", pair).map((button) => button.dataset.view);
  const shown = views.includes(state.view) ? state.view : views[0];
  all(".pair-view", pair).forEach((view) => (view.hidden = view.dataset.of !== shown));
  press(all("[data-view]", pair), (button) => button.dataset.view === shown);
  press(all("button[data-width]", pair), (button) => button.dataset.width === state.width);
  press(all("[data-theme]", pair), () => state.isDark);
  all("[data-tools]", pair).forEach((tools) => (tools.hidden = shown !== "preview"));
  all(".pair-stage", pair).forEach(fit);
}

async function ask(address, options) {
  const response = await fetch(address, { headers: { "X-Part": "1" }, ...options });
  if (response.redirected || !response.ok) throw new Error(`The site answered ${response.status}.`);
  return response.status === 204 ? "" : response.text();
}

const parse = (html) => document.createRange().createContextualFragment(html).firstElementChild;

/** Fetches the pair after the current one and lets its previews start, out of sight. */
function preload() {
  loading = ask(`${root.dataset.next}?after=${encodeURIComponent(current.dataset.token)}`)
    .then((html) => {
      if (!html) return null;
      const pair = parse(html);
      pair.classList.add("is-waiting");
      pair.inert = true;
      pairs.append(pair);
      arrange(pair);
      return pair;
    })
    .catch(() => null);
}

async function next() {
  const pair = await loading;
  if (!pair) return location.assign(current.querySelector("[data-next]").href);
  performance.mark("pair-wanted");
  current.remove();
  current = pair;
  pair.classList.remove("is-waiting");
  pair.inert = false;
  arrange(pair);
  const { done, total } = root.dataset;
  if (total) root.querySelector("[data-place]").textContent = `pair ${Math.min(Number(done) + 1, total)} of ${total}`;
  window.scrollTo(0, 0);
  requestAnimationFrame(() => performance.measure("pair-shown", "pair-wanted"));
  preload();
}

async function vote(form, button) {
  const data = new FormData(form, button);
  all("button, input", form).forEach((element) => (element.disabled = true));
  try {
    current.querySelector("[data-foot]").replaceChildren(parse(await ask(form.action, { method: "POST", body: data })));
    complain("");
  } catch (error) {
    all("button, input", form).forEach((element) => (element.disabled = false));
    return complain(`Your vote is not stored: ${error.message} Check the connection and vote again.`);
  }
  const revealed = current.querySelector("[data-revealed]");
  Object.assign(root.dataset, { done: revealed.dataset.done, total: revealed.dataset.total });
  Object.assign(root.querySelector("[data-bar]"), { max: root.dataset.total, value: root.dataset.done });
  revealed.querySelector("[data-next]").focus();
}

const reset = () => all("iframe").forEach((frame) => frame.replaceWith(frame.cloneNode()));
const drop = (name) => all("iframe").forEach((frame) => frame.contentWindow.postMessage({ choose: name }, "*"));
const cycle = (values, value) => values[(values.indexOf(value) + 1) % values.length];
const viewShown = () => all("[data-view][aria-pressed=true]")[0].dataset.view;
function set(change) {
  Object.assign(state, change);
  arrange(current);
}

const ACTIONS = {
  n: () => current.querySelector("[name=note]")?.focus(),
  v: () => set({ view: cycle(all("[data-view]").map((button) => button.dataset.view), viewShown()) }),
  w: () => set({ width: cycle(all("button[data-width]").map((button) => button.dataset.width), state.width) }),
  t: () => set({ isDark: !state.isDark }),
  x: reset,
  d: () => current.querySelector("[data-drop]")?.click(),
  u: () => current.querySelector("[data-undo]")?.requestSubmit(),
};

document.addEventListener("keydown", (event) => {
  const afterGo = lastKey.key === "g" && event.timeStamp - lastKey.at < 1200;
  lastKey = { key: event.key, at: event.timeStamp };
  if (event.ctrlKey || event.metaKey || event.altKey || afterGo || document.querySelector("dialog[open]")) return;
  if (event.target.matches("input:not([type=checkbox]), textarea, select")) {
    if (event.key !== "Enter" || event.target.name !== "note") return;
    event.preventDefault(); // Enter in the note would press the first button: it only leaves the note
    return event.target.blur();
  }
  const isKnown = current.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  const isNext = event.key === "Enter" && current.querySelector("[data-revealed]") && !event.target.closest("form, summary");
  if (!isKnown && !isNext && !Object.hasOwn(ACTIONS, event.key)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (event.repeat) return; // a key held down is one vote
  if (isNext) next();
  else (isKnown ? () => isKnown.click() : ACTIONS[event.key])();
}, true);

root.addEventListener("click", (event) => {
  const button = event.target.closest("button, a[data-next]");
  if (!button || event.ctrlKey || event.metaKey) return;
  const { view, width, drop: name } = button.dataset;
  if (view) set({ view });
  else if (width !== undefined) set({ width });
  else if ("theme" in button.dataset) ACTIONS.t();
  else if ("reset" in button.dataset) reset();
  else if (name) drop(name);
  else if ("next" in button.dataset) (event.preventDefault(), next());
});
root.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-vote]")) return;
  event.preventDefault();
  vote(event.target, event.submitter);
});

// An answer may take the focus by itself; the keys belong to the reviewer unless they went into the frame.
root.addEventListener("pointerover", (event) => (pointerIsInFrame = event.target.matches("iframe")));
window.addEventListener("blur", () => {
  if (!pointerIsInFrame && lastKey.key !== "Tab") setTimeout(() => document.activeElement?.matches("iframe") && document.activeElement.blur(), 0);
});
window.addEventListener("resize", () => arrange(current));

root.dataset.done = root.querySelector("[data-bar]").value;
arrange(current);
preload();
