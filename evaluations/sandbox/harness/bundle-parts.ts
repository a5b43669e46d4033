import { jestDomNames } from "./known";
/** The parts of the harness besides the core that a realm gets, by what the checks need. */
const LODASH = /^lodash(\/|$)/;
const JEST_DOM = new RegExp(`\\b(?:${jestDomNames.join("|")})\\b`);

export function partsFor(checks: string, required: readonly string[]): string[] {
  const parts: string[] = [];
  if (/expect|chai|vitest|jest/.test(checks)) parts.push("expect");
  if (/Timers|SystemTime/.test(checks)) parts.push("timers");
  if (required.some((name) => name.startsWith("assert"))) parts.push("assert");
  if (required.some((name) => LODASH.test(name))) parts.push("lodash");
  if (JEST_DOM.test(checks) || required.some((name) => name.startsWith("@testing-library/jest-dom"))) parts.push("jest-dom");
  if (required.includes("mathjs")) parts.push("math"); // loaded late: function_lane.py
  return parts;
}

/** A part that a script before the core stored in a global. It is removed from there before a candidate runs. */
export function take(name: string): any {
  const key = `bakeoff:${name}`;
  const part = (globalThis as any)[key] ?? {};
  delete (globalThis as any)[key];
  return part;
}
