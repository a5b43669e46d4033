// The suite page: the button tells the number of answers, prompts too long for a ticked model are named, and a strategy
// that can ask none of the tasks cannot be ticked.
const form = document.getElementById("suite-run");
const askable = JSON.parse(document.getElementById("askable").textContent);

function sayWhatRuns() {
  const models = form.querySelectorAll('input[name="models"]:checked');
  const strategies = [...form.querySelectorAll('input[name="strategies"]:checked')];
  const samples = Number(form.elements.n_samples.value) || 1;
  const tasks = strategies.reduce((sum, box) => sum + (askable[box.value] ?? Number(form.dataset.tasks)), 0);
  form.querySelector("[data-run]").textContent = models.length ? `Run on ${models.length} model${models.length === 1 ? "" : "s"}` : "Run";
  const n = models.length * samples * tasks;
  const most = form.elements.until_settled.checked ? "at most " : "";
  form.querySelector("[data-count]").textContent = n ? `${most}${n.toLocaleString("en")} answers` : "";
  // The task's own limit is used when it is lower.
  sayWhatIsTooLong([...models], Math.min(Number(form.elements.max_tokens.value) || 0, Number(form.dataset.answer)));
}

function sayWhatIsTooLong(models, answer) {
  const longest = Number(form.dataset.longest);
  const small = models.filter((box) => box.dataset.context && longest + answer > Number(box.dataset.context));
  const notice = form.querySelector("[data-too-long]");
  notice.hidden = !small.length;
  if (!small.length) return;
  const names = small.map((box) => `${box.dataset.id} (${Number(box.dataset.context).toLocaleString("en")})`).join(", ");
  notice.textContent = `The longest prompt, about ${longest.toLocaleString("en")} tokens, and an answer of up to ${answer.toLocaleString("en")} are more than the context of ${names}. Lower max tokens, or choose models with more.`;
}

/** It can have the focus, so that its reason is read, and a tick that the server refused can be taken away. */
function refuseTick(event) {
  if (event.target.checked && event.target.getAttribute("aria-disabled") === "true") event.preventDefault();
}

form.addEventListener("click", refuseTick);
form.addEventListener("input", sayWhatRuns);
sayWhatRuns();
