// The run page: its own socket, and the text of running answers as it comes.
import { calmly, connect, pauseByCost } from "./socket.js";

const status = document.getElementById("run-status");
const texts = new Map(); // candidate → characters so far, as the server counts them (code points)
const pause = pauseByCost(30, 1000);
const SOON_MS = 250; // a verdict is shown at once; that an answer has begun can wait, so that no look is under way then
let soon = null;
const lookAgain = calmly(() => {
  clearTimeout(soon);
  soon = null;
  document.body.dispatchEvent(new CustomEvent("run-changed"));
}, pause);
const lookSoon = () => (soon ??= setTimeout(lookAgain, SOON_MS));
const modelsChanged = calmly(() => document.body.dispatchEvent(new CustomEvent("models-changed")), pause);

const pane = (id) => document.getElementById(`text-${id}`);

function show(id) {
  const element = pane(id);
  if (!element) return;
  const atEnd = element.scrollHeight - element.scrollTop - element.clientHeight < 40;
  element.textContent = texts.get(id).join("");
  if (atEnd) element.scrollTop = element.scrollHeight;
}

function take({ candidate, start, text }) {
  const known = texts.get(candidate) ?? (pane(candidate) ? [...pane(candidate).textContent] : null);
  if (!known || start > known.length) return lookSoon(); // a pane not shown yet, or a gap
  const more = [...text].slice(known.length - start);
  if (start < known.length && start === 0 && more.length === 0) known.length = 0; // asked again from the start
  texts.set(candidate, known.concat(known.length ? more : [...text]));
  show(candidate);
}

// A part that the server rendered may be a moment behind what the socket already brought: the longer text stays.
status.addEventListener("htmx:afterSwap", () => {
  const shown = new Set();
  for (const element of status.querySelectorAll("[data-candidate]")) {
    const id = Number(element.dataset.candidate);
    shown.add(id);
    const rendered = [...pane(id).textContent];
    if ((texts.get(id)?.length ?? 0) > rendered.length) show(id);
    else texts.set(id, rendered);
    pane(id).scrollTop = pane(id).scrollHeight;
  }
  for (const id of texts.keys()) if (!shown.has(id)) texts.delete(id);
});

// A verdict that is new fades in, and nothing else: a part that came anew holds the old ones too.
const glyphs = () => document.querySelectorAll("#matrix-part .verdict[id]");
let before = null;
status.addEventListener("htmx:beforeSwap", () => {
  before = new Map([...glyphs()].map(({ id, className }) => [id, className.replace(" is-new", "")]));
});
status.addEventListener("htmx:afterSettle", () => {
  if (before) for (const glyph of glyphs()) glyph.classList.toggle("is-new", before.has(glyph.id) && before.get(glyph.id) !== glyph.className);
  before = null;
});

connect(`/ws/runs/${status.dataset.run}/`, {
  onMessage(message) {
    if (message.type === "candidate.text") take(message);
    else if (message.type === "models.changed") modelsChanged();
    else if (message.type === "run.changed") lookAgain();
    else if (message.type === "run.moved") lookSoon();
  },
  onOpen: lookAgain,
});
