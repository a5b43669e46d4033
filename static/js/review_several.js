// One answer to rate, or several to put in order: keys and views. Without this they are forms.
import { keepFocus, onKeys } from "./review_keys.js";
import { arrange, useTools } from "./review_views.js";

const root = document.getElementById("review");
const pair = root.querySelector(".pair");
const form = pair.querySelector("[data-order]");
const actions = useTools(root, () => pair);
const answers = form ? [...form.querySelectorAll("[data-place-of]")] : [];
let marked = 0;

function mark(number) {
  marked = (number + answers.length) % answers.length;
  answers.forEach((answer, n) => answer.classList.toggle("is-marked", n === marked));
  const letter = answers[marked].dataset.placeOf;
  pair.querySelectorAll("[data-side]").forEach((side) => side.classList.toggle("is-marked", side.dataset.side === letter));
}

function put(key) {
  const choice = answers[marked].querySelector(`input[value="${CSS.escape(key)}"]`);
  choice.checked = true;
  const open = answers.findIndex((answer) => !answer.querySelector("input:checked"));
  if (open < 0) form.querySelector("button").focus();
  else mark(open);
}

function enter(event) {
  if (form && answers.length && !event.target.closest("button, a, summary")) return () => form.requestSubmit();
  const next = pair.querySelector("[data-next]");
  return next && !event.target.closest("form, summary") ? () => next.click() : null;
}

onKeys((key, event) => {
  if (key === "Enter") return enter(event);
  if (answers.length && answers[0].querySelector(`input[value="${CSS.escape(key)}"]`)) return () => put(key);
  if (answers.length && (key === "ArrowLeft" || key === "ArrowRight") && !event.target.closest("pre"))
    return () => mark(marked + (key === "ArrowLeft" ? -1 : 1));
  const button = pair.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (button) return () => button.click();
  return Object.hasOwn(actions, key) ? actions[key] : null;
});

keepFocus(root);
arrange(pair);
if (answers.length) mark(0);
pair.querySelector("[data-revealed] [data-next]")?.focus();
