/**
 * Locks the built-ins that the checks name: `padStart` if a check calls `text.padStart(…)`. Otherwise an answer could replace one for a single
 * call in a check's own code, and restore it before the next expectation looks.
 */
import { language, timed } from "./globals";
import { lockAs } from "./locks";
import { defineProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys, type Names } from "./primordials";

// Left out: what V8 is fast with only while it is untouched (locks.ts), and properties of functions that no check relies on.
const LEFT = new Set<PropertyKey>(["constructor", "prototype", "charCodeAt", "charAt", "codePointAt"]);
const OF_FUNCTIONS = new Set<PropertyKey>(["length", "name", "arguments", "caller"]);
// Reading one of these creates all of it.
const LARGE = ["Intl", "Temporal", "WebAssembly"];
const OBJECTS = ["performance", "crypto", "screen", "visualViewport"];
/** Interfaces that an answer can reach although the checks name only the first. */
const WITH: Record<string, string[]> = {
  URL: ["URLSearchParams"], AbortController: ["AbortSignal"], crypto: ["SubtleCrypto"], Request: ["Headers"], Response: ["Headers"],
  Event: ["EventTarget"], CustomEvent: ["Event", "EventTarget"], File: ["Blob"], MessageChannel: ["MessagePort", "EventTarget"],
};
// The checks assign to globals whose names are not written out.
const HIDES_NAMES = /\b(?:global|globalThis|window|self)\s*\[|\bassign\(\s*(?:global|globalThis|window|self)\b/;
const FAKES_TIME = /Timers|SystemTime/;
const generators = [function* () { /* empty */ }, async function* () { /* empty */ }].map((made) => made.prototype as object);
const typedArrays = getPrototypeOf(Uint8Array) as { prototype: object };

/** The words of the checks' code. Runs before a candidate. */
const wordsOf = (code: string): Set<PropertyKey> => new Set(code.match(/[A-Za-z_$][\w$]*/g) ?? []);

/** A constructor or function with its prototype, or the prototype of an object. Runs before a candidate. */
function partsOf(value: any): object[] {
  if (typeof value === "function") return value.prototype ? [value, value.prototype] : [value];
  return [getPrototypeOf(value)!];
}

/** Runs before a candidate. */
function ownersOf(words: Set<PropertyKey>): object[] {
  const owners: object[] = [typedArrays, typedArrays.prototype, ...generators.map((made) => getPrototypeOf(made)!)];
  /** Runs before a candidate. */
  const take = (name: string): void => {
    const value = (globalThis as any)[name];
    if (typeof value === "function" || (value && OBJECTS.includes(name))) owners.push(...partsOf(value));
  };
  const isLanguage = new Set<PropertyKey>(language);
  for (const name of language) if (name !== "RegExp" && !LARGE.includes(name)) take(name);
  owners.push(Math, JSON, Reflect, Atomics);
  for (const word of words as Set<string>) {
    if (isLanguage.has(word) || !getOwnPropertyDescriptor(globalThis, word)) continue;
    for (const name of [word, ...(Object.hasOwn(WITH, word) ? WITH[word] : [])]) take(name);
  }
  for (const name of LARGE) {
    const value = words.has(name) ? (globalThis as any)[name] : undefined;
    if (!value) continue;
    owners.push(value);
    for (const key of Object.getOwnPropertyNames(value)) if (words.has(key) && typeof value[key] === "function") owners.push(...partsOf(value[key]));
  }
  return owners;
}

/** Runs before a candidate. */
function lockNamed(owner: object, keys: Iterable<PropertyKey>, free: Names): void {
  for (const key of keys) {
    if (LEFT.has(key) || free[key] || (typeof owner === "function" && OF_FUNCTIONS.has(key))) continue;
    const d = getOwnPropertyDescriptor(owner, key);
    if (!d?.configurable) continue;
    if (d.get || d.set) defineProperty(owner, key, { ...d, configurable: false });
    else lockAs(owner, key, d.value, d.enumerable!);
  }
}

/** code: of all check files; free: names that the checks replace. Runs before a candidate. */
export function lockNamedBuiltIns(code: string, free: Names): void {
  const words = wordsOf(code);
  // The built-in intersection takes a tenth of the time of a loop over all keys.
  for (const owner of new Set(ownersOf(words))) lockNamed(owner, words.intersection(new Set(ownKeys(owner))), free);
  if (words.has("Date") && !free.Date) defineProperty(Date.prototype, Symbol.toPrimitive, { configurable: false });
  if (HIDES_NAMES.test(code)) return;
  const names = new Set<PropertyKey>(FAKES_TIME.test(code) ? [] : timed);
  for (const name of ["structuredClone", "queueMicrotask", "URL", "URLSearchParams", "TextEncoder", "TextDecoder", "AbortController", "performance", "crypto"]) names.add(name);
  lockNamed(globalThis, names.intersection(words), free);
}
