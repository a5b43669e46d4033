/** Tailwind's browser build: it watches the classes of the document and writes the styles that they ask for. */
// Models mostly write for Tailwind 3, in which borders are grey and buttons have a pointer cursor.
const LIKE_VERSION_3 = `@import "tailwindcss";
@layer base {
  *, ::after, ::before, ::backdrop, ::file-selector-button { border-color: var(--color-gray-200, currentcolor); }
  button:not(:disabled), [role="button"]:not(:disabled) { cursor: pointer; }
}`;
document.head.append(Object.assign(document.createElement("style"), { type: "text/tailwindcss", textContent: LIKE_VERSION_3 }));
// Pages for its CDN set `tailwind.config`.
(globalThis as any).tailwind = {};
require("@tailwindcss/browser");

declare function require(name: string): unknown; // the bundler's
