// In the frame, before the answer: what the page around it may ask, and what the answer may not do to the reviewer.
addEventListener("message", (event) => {
  if (event.source !== parent || typeof event.data?.choose !== "string") return;
  const buttons = [...document.querySelectorAll("#files button")];
  buttons.find((button) => button.textContent === `Choose ${event.data.choose}`)?.click();
});

// An answer with autoFocus would take the keyboard from the reviewer: it may focus only once somebody is in the frame.
const focus = HTMLElement.prototype.focus;
HTMLElement.prototype.focus = function (...how) {
  if (document.hasFocus()) focus.apply(this, how);
};
