// The suite page: the button says how many answers it will ask for.
const form = document.getElementById("suite-run");

function sayWhatRuns() {
  const models = form.querySelectorAll('input[name="models"]:checked').length;
  const strategies = form.querySelectorAll('input[name="strategies"]:checked').length;
  const samples = Number(form.elements.n_samples.value) || 1;
  const tasks = Number(form.dataset.tasks);
  form.querySelector("[data-run]").textContent = models ? `Run on ${models} model${models === 1 ? "" : "s"}` : "Run";
  const n = models * strategies * samples * tasks;
  form.querySelector("[data-count]").textContent = n ? `${n.toLocaleString("en")} answers` : "";
}

form.addEventListener("input", sayWhatRuns);
sayWhatRuns();
