/** Keeps what the candidate writes, bounded; nothing reaches the real console, whose messages cost a round trip each. */
import { lockAs } from "./locks";
import { describe, safe, watch } from "./plain";

const MOST_LINES = 200;
const LONGEST = 2000;
export const lines: { level: string; text: string }[] = [];

/** One line more, cut to LONGEST; after MOST_LINES only the fact that there were more is kept. */
export function note(level: string, text: string): void {
  if (lines.length < MOST_LINES) lines.push({ level, text: text.slice(0, LONGEST) });
  else if (lines.length === MOST_LINES) lines.push({ level: "warn", text: `more than ${MOST_LINES} lines: the rest was dropped` });
}

function show(value: unknown): string {
  if (typeof value === "string") return value.slice(0, LONGEST);
  try {
    if (typeof value !== "object" || value === null) return safe.String(value).slice(0, LONGEST);
    if (value instanceof Error) return value.stack?.slice(0, LONGEST) ?? describe(value);
    return JSON.stringify(value)?.slice(0, LONGEST) ?? safe.String(value);
  } catch {
    return "[object]";
  }
}

/** Replaces the methods of `console`; `assertFailed` is told of each failed console.assert. free: what the checks put their own in place of (locks.ts). */
export function takeOver(assertFailed: (message: string) => void, free: Set<string> | null): void {
  const target = console as unknown as Record<string, unknown>;
  for (const level of ["log", "info", "warn", "error", "debug", "trace", "table", "dir"] as const) {
    target[level] = (...values: unknown[]) => {
      if (lines.length > MOST_LINES) return;
      note(level === "trace" || level === "table" || level === "dir" ? "log" : level, values.map(show).join(" "));
    };
  }
  const assert = (condition: unknown, ...values: unknown[]): void => {
    if (condition) return;
    const message = values.length ? values.map(show).join(" ") : "console.assert failed";
    note("error", message);
    assertFailed(message);
  };
  if (free && !free.has("assert")) lockAs(target, "assert", assert, true);
  else {
    target.assert = assert;
    watch(target, ["assert"]);
  }
}
