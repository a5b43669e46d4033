// The run page: its own socket, and the text of running answers while it arrives.
import { liveAnswers } from "./live_answers.js";
import { runEnded } from "./notices.js";
import { calmly, connect, pauseByCost } from "./socket.js";

const status = document.getElementById("run-status");
const pause = pauseByCost(30, 3000);
const SOON_MS = 250; // a verdict is shown at once; that an answer has begun can wait, so that no look is under way then
let soon = null;
const lookAgain = calmly(() => {
  clearTimeout(soon);
  soon = null;
  document.body.dispatchEvent(new CustomEvent("run-changed"));
}, pause);
const lookSoon = () => (soon ??= setTimeout(lookAgain, SOON_MS));
const modelsChanged = calmly(() => document.body.dispatchEvent(new CustomEvent("models-changed")), pause);

const gallery = document.getElementById("gallery");
const live = liveAnswers(gallery ?? status, lookSoon);
gallery?.addEventListener("gallery-renewed", live.rendered);
status.addEventListener("htmx:afterSwap", live.rendered);

// Only a new verdict fades in, because a part that was loaded again contains the old verdicts too.
const glyphs = () => document.querySelectorAll("#matrix-part .verdict[id]");
let before = null;
status.addEventListener("htmx:beforeSwap", () => {
  before = new Map([...glyphs()].map(({ id, className }) => [id, className.replace(" is-new", "")]));
});
status.addEventListener("htmx:afterSettle", () => {
  if (before)
    for (const glyph of glyphs()) glyph.classList.toggle("is-new", before.has(glyph.id) && before.get(glyph.id) !== glyph.className);
  before = null;
  showEarly();
});

// Verdicts that are known while their pictures are still taken. A part that was made before they were stored must not hide them.
const EARLY_MS = 5000; // after that, what is stored counts: the worker may have ended before it stored the verdict
const early = new Map();
function showEarly() {
  for (const [candidate, { verdict, until }] of early)
    if (until < Date.now() || !isRunning(candidate)) early.delete(candidate);
    else show({ [candidate]: verdict }, "");
}
const isRunning = (candidate) => document.getElementById(`c${candidate}`)?.matches(".v-queued, .v-generating, .v-executing");
function takeEarly(verdicts) {
  for (const [candidate, verdict] of Object.entries(verdicts)) early.set(candidate, { verdict, until: Date.now() + EARLY_MS });
  show(verdicts);
}

/** Marks verdicts as the legend below the matrix has them; words, counts and rates come with the part that is asked for. */
function show(verdicts, isNew = " is-new") {
  for (const [candidate, verdict] of Object.entries(verdicts)) {
    const mark = document.getElementById(`c${candidate}`),
      key = document.querySelector(`.mark-legend .v-${CSS.escape(verdict)}`);
    if (!mark?.matches("#matrix-part .verdict") || !key) continue;
    const glyph = key.querySelector(".glyph").textContent,
      hidden = mark.querySelector(".visually-hidden");
    const words = `${hidden.textContent.split(":")[0]}: ${key.textContent.replace(glyph, "").trim()}`;
    mark.className = `verdict v-${verdict}${isNew}`;
    mark.title = words;
    mark.querySelector(".glyph").textContent = glyph;
    hidden.textContent = words;
  }
}

connect(`/ws/runs/${status.dataset.run}/`, {
  onMessage(message) {
    if (message.type === "candidate.text") live.take(message);
    else if (message.type === "models.changed") modelsChanged();
    else if (message.type === "run.changed") {
      for (const candidate of Object.keys(message.verdicts ?? {})) early.delete(candidate);
      show(message.verdicts ?? {});
      lookAgain();
    } else if (message.type === "run.verdicts") takeEarly(message.verdicts);
    else if (message.type === "run.moved") lookSoon();
    else if (message.type === "run.ended") runEnded(message);
  },
  onOpen: lookAgain,
});
