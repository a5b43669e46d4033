/**
 * Locks built-ins that comparisons of the harness or of checks use, before the candidate runs. Otherwise a built-in could be replaced for a
 * moment and restored unnoticed. An attempt is recorded and changes nothing. Own properties of the same name stay possible.
 * Left out: built-ins with which V8 is fast only while they are untouched (RegExp, `Symbol.iterator` and `constructor` of arrays, `charCodeAt`; 2026-11:
 * ten to forty times slower). `push` and `then` cost nothing as accessors, but as read-only properties they slow every array. Prototypes of
 * iterators are frozen as a whole, which costs nothing in V8.
 */
import { watchedForm, withdrawn } from "./definitions";
import { language } from "./globals";
import { hidingForm } from "./hidden-sources";
import { bare, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, setOwn, stringify, type Names } from "./primordials";

// Globals that become read-only properties, because they are read so often that a getter would be too slow.
const OFTEN = "Object Array String Number Math JSON Boolean BigInt Function RegExp parseInt parseFloat isNaN isFinite";
const GLOBALS = ["console", ...language].filter((name) => name !== "Date" && !OFTEN.split(" ").includes(name)).join(" "); // checks replace Date
const WORDS: [object, string][] = [
  [Object, "is keys values entries getPrototypeOf getOwnPropertyDescriptor getOwnPropertyNames getOwnPropertySymbols assign fromEntries hasOwn create defineProperty defineProperties freeze setPrototypeOf getOwnPropertyDescriptors isExtensible isFrozen isSealed"],
  [Object.prototype, "toString hasOwnProperty valueOf isPrototypeOf propertyIsEnumerable constructor __defineGetter__ __defineSetter__ __proto__"],
  [Function.prototype, "call apply bind toString constructor"],
  [Array, "isArray from of"],
  [Array.prototype, "every some includes indexOf lastIndexOf find findIndex findLast join toString sort toSorted filter map reduce reduceRight forEach concat slice flat flatMap reverse toReversed at fill pop push shift unshift splice keys entries values with"],
  [String.prototype, "includes indexOf lastIndexOf startsWith endsWith trim toLowerCase toUpperCase replace replaceAll split slice substring match matchAll search localeCompare normalize toString valueOf concat at repeat bold link small strike sub sup constructor"],
  [Number, "isNaN isInteger isFinite isSafeInteger parseFloat parseInt"],
  [Number.prototype, "toFixed toPrecision toString valueOf constructor"],
  [Boolean.prototype, "toString valueOf constructor"], [Symbol.prototype, "toString valueOf description constructor"],
  [Date.prototype, "getTime toISOString toString toJSON valueOf constructor"], [Date, "now parse UTC"],
  [Map.prototype, "has get forEach entries keys values size delete clear constructor"], [Set.prototype, "has forEach entries keys values size delete clear constructor"],
  [WeakMap.prototype, "get set has delete constructor"], [WeakSet.prototype, "add has delete constructor"],
  [Promise, "resolve reject all race allSettled any withResolvers try"], [Promise.prototype, "then catch finally constructor"],
  [JSON, "stringify parse"], [Reflect, "ownKeys getOwnPropertyDescriptor get has apply construct defineProperty deleteProperty getPrototypeOf isExtensible set setPrototypeOf"],
  [Error.prototype, "toString constructor"], [Error, "captureStackTrace"],
  [globalThis, GLOBALS],
];
const PLAIN: [object, string][] = [[Math, "abs max min round pow sqrt floor ceil trunc exp log"], [globalThis, OFTEN]];
/** Runs before a candidate. */
const wordsOf = (table: [object, string][]): Map<object, Set<PropertyKey>> => new Map(table.map(([owner, words]) => [owner, new Set(words.split(" "))]));
const guarded = wordsOf(WORDS);
const readOnly = wordsOf(PLAIN);

let tried = "";
const plain = Object.prototype;
const arrays = Array.prototype;
/** A JSON.stringify that records a `toJSON` on a shared prototype, which could be removed before a check looks. */
const looking = { stringify(value: any, replacer: any, space: any): string {
  if (getOwnPropertyDescriptor(plain, "toJSON") || getOwnPropertyDescriptor(arrays, "toJSON")) tried ||= "toJSON";
  return stringify(value, replacer, space);
} };
/** The first built-in that code tried to replace, or an accessor that it added to one and took away; "" without either. */
export const replaced = (): string => tried || withdrawn();
/** Counts as an attempt to replace this property. */
export const record = (name: string): void => { tried ||= name; };

/** Names that a check replaces by spies, stubs and assignments. null: the check hides which. Runs before a candidate. */
export function putBy(checks: string): Names | null {
  const names: Names = bare({});
  for (const [, name] of checks.matchAll(/[\w\])]\s*\.\s*([A-Za-z_$][\w$]*)\s*=(?!=)/g)) names[name] = true;
  for (const [, name] of checks.matchAll(/^[ \t]*([A-Za-z_$][\w$]*)\s*=(?!=)/gm)) names[name] = true;
  for (const [, quoted] of checks.matchAll(/\b(?:spyOn|stubGlobal|replaceProperty|defineProperty)\s*\(([^)]*)/g)) {
    const [, name] = /["'`]([\w$]+)["'`]/.exec(quoted) ?? [];
    if (!name) return null;
    names[name] = true;
  }
  return names;
}

/** Further properties to lock: those with which checks read a document. For an instance they count even if it does not have them. Runs before a candidate. */
export function guard(owner: object, keys: readonly string[]): void {
  guarded.set(owner, new Set([...(guarded.get(owner) ?? []), ...keys]));
}

/** Locks this property unless a check replaces it. Runs before a candidate. */
export function lock(owner: object, key: PropertyKey, free: Names): void {
  if (free[key]) return;
  if (readOnly.get(owner)?.has(key)) defineProperty(owner, key, { writable: false, configurable: false });
  if (!guarded.get(owner)?.has(key)) return;
  const { get, set, value, enumerable } = getOwnPropertyDescriptor(owner, key) ?? inherited(owner, key);
  if (get) defineProperty(owner, key, { get, set: (watchedForm(set) as typeof set) ?? set, enumerable, configurable: false });
  else lockAs(owner, key, value === stringify ? looking.stringify : watchedForm(value) ?? hidingForm(value) ?? value, enumerable!);
}

function inherited(owner: object, key: PropertyKey): PropertyDescriptor {
  const value = (owner as any)[key];
  if (typeof value === "function") return { value, enumerable: false };
  let proto = owner;
  while (!getOwnPropertyDescriptor(proto, key)) proto = getPrototypeOf(proto)!;
  return getOwnPropertyDescriptor(proto, key)!;
}

/** The prototypes with an iterator's `next`. They are frozen: no code assigns to them, and V8 stays fast. */
const ITERATORS = [[].values(), new Map().values(), new Set().values(), ""[Symbol.iterator](), "".matchAll(/a/g)].map((made) => getPrototypeOf(made)!);
/** Freezes these prototypes, and locks Error.prepareStackTrace, which would get each failed expectation. Runs before a candidate. */
export function lockIterators(free: Names): void {
  if (!free.next) for (const proto of ITERATORS) Object.freeze(proto);
  if (!free.prepareStackTrace) defineProperty(Error, "prepareStackTrace", bare({ get: () => undefined, set: () => undefined }));
}

/** Fixes the property's value. isRecorded: for which objects an own property counts as an attempt to replace it. */
export function lockAs(owner: object, key: PropertyKey, value: unknown, enumerable: boolean, isRecorded: ((owner: object) => boolean) | null = null): boolean {
  function set(this: unknown, given: unknown): void {
    if (this === owner) {
      if (given !== value) tried ||= key as string;
    } else if (this !== null && (typeof this === "object" || typeof this === "function")) {
      if (isRecorded?.(this)) tried ||= key as string;
      setOwn(this, key, given);
    }
  }
  return defineProperty(owner, key, { get: () => value, set, enumerable, configurable: false });
}
