// Runs in the frame before the answer: light or dark as the reviewer chose (#dark), not as the system prefers.
const ASKS = /\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/i;
const native = window.matchMedia.bind(window);
const originalConditions = new WeakMap(); // rule to its original condition
const lists = [];
let theme = location.hash; // later an answer with a router may change the address
const isDark = () => theme === "#dark";

const answered = (query) =>
  query.replace(new RegExp(ASKS, "gi"), (_, scheme) =>
    (scheme.toLowerCase() === "dark") === isDark() ? "(min-width: 0px)" : "(min-width: 99999px)",
  );

window.matchMedia = (query) => {
  if (!ASKS.test(query)) return native(query);
  const list = new EventTarget();
  Object.defineProperty(list, "media", { value: query });
  Object.defineProperty(list, "matches", { get: () => native(answered(query)).matches });
  list.addListener = (heard) => list.addEventListener("change", heard);
  list.removeListener = (heard) => list.removeEventListener("change", heard);
  lists.push(list);
  return list;
};

function paint(rule) {
  const isBoth = /light.*dark|dark.*light/.test(originalConditions.get(rule) ?? rule.style?.colorScheme ?? "");
  if (rule.media && ASKS.test(originalConditions.get(rule) ?? rule.media.mediaText)) {
    originalConditions.set(rule, originalConditions.get(rule) ?? rule.media.mediaText);
    rule.media.mediaText = answered(originalConditions.get(rule));
  } else if (isBoth) {
    originalConditions.set(rule, originalConditions.get(rule) ?? rule.style.colorScheme);
    rule.style.colorScheme = isDark() ? "dark" : "light";
  }
  for (const inner of rule.cssRules ?? []) paint(inner);
}

function paintAll() {
  for (const sheet of document.styleSheets) {
    try {
      for (const rule of sheet.cssRules) paint(rule);
    } catch {
      // a style sheet from another origin, which the policy blocked
    }
  }
}

addEventListener("hashchange", () => {
  if (!/^#(dark|light)$/.test(location.hash)) return;
  theme = location.hash;
  paintAll();
  for (const list of lists) {
    const event = Object.assign(new Event("change"), { matches: list.matches, media: list.media });
    list.onchange?.(event);
    list.dispatchEvent(event);
  }
});
new MutationObserver(paintAll).observe(document, { childList: true, subtree: true });
