/** The messages between host and harness. The Python side is `lanes/raw_result.py`. */
import {
  bare, entriesOf, forget, getOwnPropertyDescriptor, isArray, isDate, isError, isFinite, isMap, isObject, isSeen, isSet, isoOf, membersOf, newList, newSeen, ownKeys, see,
  slice, timeOf,
} from "./primordials";

export interface Job {
  modules: Record<string, Compiled>;
  entry: string;
  checksPath: string;
  checkPaths: string[]; // the check file and the files beside it
  fixtures: Record<string, string>; // file name to base64
  timeoutMs: number;
  stretch: number; // factor for everything that checks wait for: time-stretch.ts
  limitStretch: number; // factor for the limits of tests, by which timeoutMs is multiplied already
  mustDefineTests: boolean;
  clearsMocks: boolean; // before each test
  askedName: string; // the name that the task asks for; "" without one
  required: string[]; // packages that any file imports
  parts: string[]; // parts of the harness that the checks need: bundle-parts.ts
}
export interface Compiled {
  code: string; // CommonJS body
  names: string[]; // top-level declarations
  globals: string[]; // names of BROWSER_GLOBALS that it uses without declaring or importing them
}
export interface CheckResult {
  name: string;
  verdict: "passed" | "failed" | "skipped";
  message: string;
  kind: "" | "assertion" | "exception" | "timeout";
  duration_ms: number;
}
export interface Result {
  stage: "build" | "load" | "checks";
  error: string; // of the stage; "" without an error
  checks: CheckResult[];
  console: { level: string; text: string }[];
  captured: Record<string, unknown>;
  tampered: string;
  isScript: boolean;
}

const LIMIT = 400_000; // characters of all captured values in a report
const text = String;

/** JSON-ready copy without prototypes: Date, undefined, NaN, infinities, bigint, Map, Set and cycles are tagged with "$…". */
export function tagged(value: unknown, budget = { left: LIMIT }, seen = newSeen(), depth = 0): unknown {
  if (budget.left <= 0) return bare({ $cut: true });
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") {
    const short = slice(value, 0, budget.left);
    budget.left -= short.length + 2;
    return short;
  }
  if (isObject(value) && typeof value !== "function") return taggedOnce(value, budget, seen, depth);
  budget.left -= 8;
  if (value === undefined) return bare({ $undefined: true });
  if (typeof value === "number") return isFinite(value) ? value : bare({ $number: text(value) });
  if (typeof value === "bigint") return bare({ $bigint: text(value) });
  return bare({ $unsupported: typeof value });
}

function taggedOnce(value: object, budget: { left: number }, seen: WeakSet<object>, depth: number): unknown {
  if (isDate(value)) return bare({ $date: timeOf(value) === timeOf(value) ? isoOf(value) : null });
  if (isSeen(seen, value) || depth > 40) return bare({ $cycle: true });
  see(seen, value);
  try {
    return taggedObject(value, budget, seen, depth + 1);
  } finally {
    forget(seen, value);
  }
}

function taggedObject(value: object, budget: { left: number }, seen: WeakSet<object>, depth: number): unknown {
  if (isMap(value)) return bare({ $map: taggedList(entriesOf(value), budget, seen, depth + 1) });
  if (isSet(value)) return bare({ $set: taggedList(membersOf(value), budget, seen, depth + 1) });
  if (isError(value)) return bare({ $error: slice(`${value.name}: ${value.message}`, 0, 2000) });
  if (isArray(value)) return taggedList(value, budget, seen, depth);
  const copy: Record<PropertyKey, unknown> = bare({});
  const keys = ownKeys(value);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (typeof key !== "string" || !getOwnPropertyDescriptor(value, key)?.enumerable) continue;
    budget.left -= key.length + 4;
    if (budget.left <= 0) break;
    copy[key] = tagged((value as Record<string, unknown>)[key], budget, seen, depth);
  }
  return copy;
}

function taggedList(value: unknown[], budget: { left: number }, seen: WeakSet<object>, depth: number): unknown[] {
  const copy = newList();
  for (let i = 0; i < value.length && budget.left > 0; i++) copy[copy.length] = tagged(value[i], budget, seen, depth);
  if (copy.length < value.length) copy[copy.length] = bare({ $cut: value.length - copy.length });
  return copy;
}
