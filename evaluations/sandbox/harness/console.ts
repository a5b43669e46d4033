/** Keeps the candidate's console output up to a limit. Nothing reaches the real console, whose messages cost a round trip each. */
import { lockAs } from "./locks";
import { describe, safe, watch } from "./builtins-guard";
import { bare, isError, newList, slice, stringify, type Names } from "./primordials";

const MOST_LINES = 200;
const LONGEST = 2000;
export const lines = newList<{ level: string; text: string }>();

/** Adds a line, cut to LONGEST. After MOST_LINES it only notes that there were more. */
export function note(level: string, text: string): void {
  if (lines.length < MOST_LINES) lines[lines.length] = bare({ level, text: slice(text, 0, LONGEST) });
  else if (lines.length === MOST_LINES) lines[lines.length] = bare({ level: "warn", text: `more than ${MOST_LINES} lines: the rest was dropped` });
}

function show(value: unknown): string {
  try {
    if (typeof value === "string") return slice(value, 0, LONGEST);
    if (typeof value !== "object" || value === null) return slice(safe.String(value), 0, LONGEST);
    if (!isError(value)) return slice(stringify(value) ?? safe.String(value), 0, LONGEST);
    const { stack } = value;
    return typeof stack === "string" ? slice(stack, 0, LONGEST) : describe(value);
  } catch {
    return "[object]";
  }
}

function showAll(values: unknown[]): string {
  let text = "";
  for (let i = 0; i < values.length && text.length < LONGEST; i++) text += (i ? " " : "") + show(values[i]);
  return text;
}

const LEVELS = { log: "log", info: "info", warn: "warn", error: "error", debug: "debug", trace: "log", table: "log", dir: "log" };

/** Replaces the methods of `console`. `assertFailed` is called for each failed console.assert. free: names that the checks replace (locks.ts). Runs before a candidate. */
export function takeOver(assertFailed: (message: string) => void, free: Names | null): void {
  const target = console as unknown as Record<string, unknown>;
  for (const [method, level] of Object.entries(LEVELS)) {
    target[method] = (...values: unknown[]) => { if (lines.length <= MOST_LINES) note(level, showAll(values)); };
  }
  const assert = (condition: unknown, ...values: unknown[]): void => {
    if (condition) return;
    const message = (values.length ? showAll(values) : "") || "console.assert failed";
    note("error", message);
    assertFailed(message);
  };
  if (free && !free.assert) lockAs(target, "assert", assert, true);
  else {
    target.assert = assert;
    watch(target, ["assert"]);
  }
}
