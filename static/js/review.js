// The reviewer's page: keys, views, widths, drop, and the next pair loaded before it is needed. Without this it is forms.
import { arrange, drop, reset, state, viewShown } from "./review_views.js";

const root = document.getElementById("review");
const pairs = root.querySelector("[data-pairs]");
let current = pairs.querySelector(".pair");
let loading = null; // promise of the next pair
let isMoving = false;
let pointerIsInFrame = false;
let lastKey = { key: "", at: 0 };

const all = (selector, place = current) => [...place.querySelectorAll(selector)];
const complain = (text) => {
  const place = root.querySelector("[data-trouble]");
  place.textContent = text;
  place.hidden = !text;
};

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
  if (isMoving) return;
  isMoving = true;
  performance.mark("pair-wanted");
  const pair = await loading;
  if (!pair) return location.assign(current.querySelector("[data-next]").href);
  isMoving = false;
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

const cycle = (values, value) => values[(values.indexOf(value) + 1) % values.length];
function set(change) {
  Object.assign(state, change);
  arrange(current);
}

const ACTIONS = {
  n: () => current.querySelector("[name=note]")?.focus(),
  v: () => set({ view: cycle(all("[data-view]").map((button) => button.dataset.view), viewShown(current)) }),
  w: () => set({ width: cycle(all("button[data-width]").map((button) => button.dataset.width), state.width) }),
  t: () => set({ isDark: !state.isDark }),
  x: () => reset(current),
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
  else if ("reset" in button.dataset) reset(current);
  else if (name) drop(current, name);
  else if ("next" in button.dataset) (event.preventDefault(), next());
});
root.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-vote]")) return;
  event.preventDefault();
  vote(event.target, event.submitter);
});

// Whatever takes the focus into a frame by itself, the keys belong to the reviewer unless they went there.
root.addEventListener("pointerover", (event) => (pointerIsInFrame = event.target.matches("iframe")));
window.addEventListener("blur", () => {
  if (!pointerIsInFrame && lastKey.key !== "Tab") setTimeout(() => document.activeElement?.matches("iframe") && document.activeElement.blur(), 0);
});
window.addEventListener("resize", () => arrange(current));

root.dataset.done = root.querySelector("[data-bar]").value;
arrange(current);
preload();
