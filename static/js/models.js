// The models page: copy buttons and the current address of the live part.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  const code = button.querySelector("code");
  const before = code.textContent;
  code.textContent = "copied";
  setTimeout(() => (code.textContent = before), 1200);
});

// A refresh must not delete text that somebody is typing.
document.getElementById("models-live").addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.id === "models-live" && document.activeElement?.id === "models-q") event.preventDefault();
});
