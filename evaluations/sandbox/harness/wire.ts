/** What goes between host and harness. The Python side is `raw.py`. */
export interface Job {
  modules: Record<string, Compiled>;
  entry: string;
  checksPath: string;
  checkPaths: string[]; // it and the files beside it
  fixtures: Record<string, string>; // file name to base64
  timeoutMs: number;
  stretch: number; // factor for every time limit of the harness: pace.ts
  mustDefineTests: boolean;
  clearsMocks: boolean; // before each test
  required: string[]; // packages that any file imports
  parts: string[]; // of the harness, that the checks need: parts.ts
}
export interface Compiled {
  code: string; // CommonJS body
  names: string[]; // top-level declarations
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
  error: string; // of the stage, "" when it went through
  checks: CheckResult[];
  console: { level: string; text: string }[];
  captured: Record<string, unknown>;
  tampered: string;
  isScript: boolean;
}

const LIMIT = 400_000; // characters of captured values, whole report

/** JSON-ready copy: Date, undefined, NaN, infinities, bigint, Map, Set and cycles are tagged with "$…". */
export function tagged(value: unknown, budget = { left: LIMIT }, seen = new Set<unknown>(), depth = 0): unknown {
  if (budget.left <= 0) return { $cut: true };
  if (value === undefined) return { $undefined: true };
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "number") {
    budget.left -= 8;
    return Number.isFinite(value) ? value : { $number: String(value) };
  }
  if (typeof value === "string") {
    const text = value.slice(0, Math.max(0, budget.left));
    budget.left -= text.length + 2;
    return text;
  }
  if (typeof value === "bigint") return { $bigint: String(value) };
  if (typeof value !== "object") return { $unsupported: typeof value };
  if (value instanceof Date) return { $date: Number.isNaN(value.getTime()) ? null : value.toISOString() };
  if (seen.has(value) || depth > 40) return { $cycle: true };
  seen.add(value);
  try {
    return taggedObject(value, budget, seen, depth + 1);
  } finally {
    seen.delete(value);
  }
}

function taggedObject(value: object, budget: { left: number }, seen: Set<unknown>, depth: number): unknown {
  if (value instanceof Map) return { $map: tagged([...value], budget, seen, depth) };
  if (value instanceof Set) return { $set: tagged([...value], budget, seen, depth) };
  if (value instanceof Error) return { $error: `${value.name}: ${value.message}`.slice(0, 2000) };
  if (Array.isArray(value)) {
    const copy: unknown[] = [];
    for (let i = 0; i < value.length && budget.left > 0; i++) copy.push(tagged(value[i], budget, seen, depth));
    if (copy.length < value.length) copy.push({ $cut: value.length - copy.length });
    return copy;
  }
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    budget.left -= key.length + 4;
    if (budget.left <= 0) break;
    copy[key] = tagged((value as Record<string, unknown>)[key], budget, seen, depth);
  }
  return copy;
}
