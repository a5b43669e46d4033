// Keys of the review pages: before those of the site, and not while somebody types.
let lastKey = { key: "", at: 0 };
export const last = () => lastKey.key;

/** find(key, event) returns the key's current action, or nothing. It runs once, however long the key is held. */
export function onKeys(find) {
  document.addEventListener(
    "keydown",
    (event) => {
      const afterGo = lastKey.key === "g" && event.timeStamp - lastKey.at < 1200;
      lastKey = { key: event.key, at: event.timeStamp };
      if (event.ctrlKey || event.metaKey || event.altKey || afterGo || document.querySelector("dialog[open]")) return;
      if (event.target.matches("input:not([type=checkbox], [type=radio]), textarea, select")) {
        if (event.key !== "Enter" || event.target.name !== "note") return;
        event.preventDefault(); // Enter in the note only leaves the note; otherwise it would press the first button
        return event.target.blur();
      }
      const action = find(event.key, event);
      if (!action) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (!event.repeat) action();
    },
    true,
  );
}

/** When an answer takes the focus by itself, the keys still belong to the reviewer. */
export function keepFocus(root) {
  let pointerIsInFrame = false;
  root.addEventListener("pointerover", (event) => (pointerIsInFrame = event.target.matches("iframe")));
  window.addEventListener("blur", () => {
    if (!pointerIsInFrame && last() !== "Tab")
      setTimeout(() => document.activeElement?.matches("iframe") && document.activeElement.blur(), 0);
  });
}
