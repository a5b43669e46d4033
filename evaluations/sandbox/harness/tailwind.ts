/** Tailwind's browser build: it watches the classes of the document and writes the styles that they ask for. */
// What models write is Tailwind 3 for the most part: its borders are grey, and its buttons show a hand.
const LIKE_VERSION_3 = `@import "tailwindcss";
@layer base {
  *, ::after, ::before, ::backdrop, ::file-selector-button { border-color: var(--color-gray-200, currentcolor); }
  button:not(:disabled), [role="button"]:not(:disabled) { cursor: pointer; }
}`;
document.head.append(Object.assign(document.createElement("style"), { type: "text/tailwindcss", textContent: LIKE_VERSION_3 }));
// Pages made for its CDN set `tailwind.config`.
(globalThis as any).tailwind = {};
require("@tailwindcss/browser");

declare function require(name: string): unknown; // the bundler's
