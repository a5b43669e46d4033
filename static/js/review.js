// The reviewer's page: keys, views, widths, drop, and the next pair is loaded early. Without this script it is forms.
import { keepFocus, onKeys } from "./review_keys.js";
import { arrange, paint, useTools } from "./review_views.js";

const root = document.getElementById("review");
const pairs = root.querySelector("[data-pairs]");
let current = pairs.querySelector(".pair");
let loading = null; // promise of the next pair
let isMoving = false;

const all = (selector, place = current) => [...place.querySelectorAll(selector)];
const complain = (text) => {
  const place = root.querySelector("[data-error]");
  place.textContent = text;
  place.hidden = !text;
};

/** The site's message about a known fault, such as a full disk; otherwise the status. */
async function fault(response) {
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const sentence = page.querySelector("[data-sentence]")?.textContent.trim();
  return new Error(sentence || `The site answered ${response.status}. Check the connection and vote again.`);
}

async function ask(address, options) {
  const response = await fetch(address, { headers: { "X-Part": "1" }, ...options }).catch(() => {
    throw new Error("The site does not answer. Check the connection and vote again.");
  });
  if (response.redirected || !response.ok) throw await fault(response);
  return response.status === 204 ? "" : response.text();
}

const parse = (html) => document.createRange().createContextualFragment(html).firstElementChild;

/** Fetches the pair after the current one and starts its previews, which are not visible yet. */
function preload() {
  loading = ask(`${root.dataset.next}?after=${encodeURIComponent(current.dataset.token)}`)
    .then((html) => {
      if (!html) return null;
      const pair = parse(html);
      pair.classList.add("is-waiting");
      pair.inert = true;
      paint(pair);
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
  paint(pair);
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
    return complain(`Your vote is not stored: ${error.message}`);
  }
  const revealed = current.querySelector("[data-revealed]");
  Object.assign(root.dataset, { done: revealed.dataset.done, total: revealed.dataset.total });
  Object.assign(root.querySelector("[data-bar]"), { max: root.dataset.total, value: root.dataset.done });
  revealed.querySelector("[data-next]").focus();
}

const actions = useTools(root, () => current);

onKeys((key, event) => {
  const button = current.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (button) return () => button.click();
  if (key === "Enter") return current.querySelector("[data-revealed]") && !event.target.closest("form, summary") ? next : null;
  return Object.hasOwn(actions, key) ? actions[key] : null;
});

root.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || !event.target.closest("a[data-next]")) return;
  event.preventDefault();
  next();
});
root.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-vote]")) return;
  event.preventDefault();
  vote(event.target, event.submitter);
});

keepFocus(root);
root.dataset.done = root.querySelector("[data-bar]").value;
arrange(current);
preload();
