// It is loaded before the answer, which may take the function at its top: `const { log } = console`.
import { vi } from "vitest";

const METHODS = ["log", "info", "debug"] as const;
const asText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value) ?? String(value));
let isLoading = true;

/** What was logged since the last `forget`, one text for each call. */
export const lines: string[] = [];

/** Called before each check: what an answer logs while it loads is printed, and counts in none. */
export function forget() {
  isLoading = false;
  lines.length = 0;
}

for (const method of METHODS) {
  const print = console[method];
  vi.spyOn(console, method).mockImplementation((...values: unknown[]) => {
    lines.push(values.map(asText).join(" "));
    if (isLoading) print.apply(console, values);
  });
}
