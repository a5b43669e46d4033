/** What a frame is given besides the core, named by what the check file needs. */
export const ASSERT = ["assert", "assert/strict", "lodash", "lodash/isEqual"];

export function partsFor(checks: string, required: Iterable<string>): string[] {
  const parts: string[] = [];
  if (/expect|chai|vitest|jest/.test(checks)) parts.push("expect");
  if (/Timers|SystemTime/.test(checks)) parts.push("timers");
  if ([...required].some((name) => ASSERT.includes(name))) parts.push("assert");
  return parts;
}

/** A part as the scripts before the core left it; gone from the global before any candidate comes. */
export function take(name: string): any {
  const key = `bakeoff:${name}`;
  const part = (globalThis as any)[key] ?? {};
  delete (globalThis as any)[key];
  return part;
}
