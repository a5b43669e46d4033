// The candidate page: a link to a part opens it, and an answer appears while it is being written.
import { liveAnswers } from "./live_answers.js";
import { connect } from "./socket.js";

function openPart() {
  const part = location.hash && document.getElementById(location.hash.slice(1));
  if (part?.tagName === "DETAILS") part.open = true;
}
addEventListener("hashchange", openPart);
document.addEventListener("click", (event) => {
  if (event.target.closest('.jump a[href^="#"], a[href="#answer"]')) setTimeout(openPart);
});
openPart();

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-wrap]");
  if (!button) return;
  const isOn = document.getElementById(button.dataset.wrap).closest("pre").classList.toggle("wrap");
  button.setAttribute("aria-pressed", String(isOn));
});

// The preview is part of the page, or appears when the awaited answer is complete.
let isShown = false;
async function showPreview() {
  if (isShown || !document.getElementById("gallery")) return;
  isShown = true;
  await import("./gallery.js");
}
document.body.addEventListener("htmx:afterSwap", showPreview);
showPreview();

const live = liveAnswers(document.body, () => {});
let isFollowing = false;
function follow() {
  live.rendered();
  const pane = document.querySelector("[data-candidate][data-run]");
  if (!pane || isFollowing) return;
  isFollowing = true;
  connect(`/ws/runs/${pane.dataset.run}/`, {
    onMessage(message) {
      if (message.type === "candidate.text" && message.candidate === Number(pane.dataset.candidate)) live.take(message);
    },
  });
}
document.body.addEventListener("htmx:afterSwap", follow);
follow();

const editor = document.querySelector("form[data-editor]");
editor?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) editor.requestSubmit();
});
