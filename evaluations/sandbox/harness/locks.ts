/**
 * Built-ins that a comparison of the harness or of a check goes by, locked before the candidate comes: one that is replaced for a moment and
 * put back would else be seen by nobody. Who tries is remembered, and nothing changes. Own properties of the same name stay possible.
 * Not here: what V8 is fast with only while it is untouched (RegExp, `Symbol.iterator` and `constructor` of arrays, `charCodeAt`; 2026-11:
 * ten to forty times slower). `push` and `then` cost nothing as accessors; read-only, they slow every array. What iterators have of their
 * own is frozen as a whole, which V8 does not mind.
 */
import { language } from "./globals";
import { bare, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, setOwn, stringify, type Names } from "./primordials";

// Of the realm, read-only as they stand: they are read so often that a getter would cost as much as they do.
const OFTEN = "Object Array String Number Math JSON Boolean BigInt Function RegExp parseInt parseFloat isNaN isFinite";
const GLOBALS = ["console", ...language].filter((name) => name !== "Date" && !OFTEN.split(" ").includes(name)).join(" "); // checks put their own Date there
const WORDS: [object, string][] = [
  [Object, "is keys values entries getPrototypeOf getOwnPropertyDescriptor getOwnPropertyNames getOwnPropertySymbols assign fromEntries hasOwn create defineProperty defineProperties freeze setPrototypeOf getOwnPropertyDescriptors isExtensible isFrozen isSealed"],
  [Object.prototype, "toString hasOwnProperty valueOf isPrototypeOf propertyIsEnumerable constructor"],
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
/** JSON.stringify that remembers a `toJSON` of everybody's, which could be gone before anybody looks. */
const looking = { stringify(value: any, replacer: any, space: any): string {
  if (getOwnPropertyDescriptor(plain, "toJSON") || getOwnPropertyDescriptor(arrays, "toJSON")) tried ||= "toJSON";
  return stringify(value, replacer, space);
} };
/** The first that somebody tried to replace; "" when nobody did. */
export const replaced = (): string => tried;

/** Names that a check puts something else in place of: its spies, stubs and assignments. null: it does not say which. Runs before a candidate. */
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

/** More that is to be locked: what checks read a document with. An instance's count even where it has none of its own. Runs before a candidate. */
export function guard(owner: object, keys: readonly string[]): void {
  guarded.set(owner, new Set([...(guarded.get(owner) ?? []), ...keys]));
}

/** Locks this one unless a check puts its own there; whether it did. Runs before a candidate. */
export function lock(owner: object, key: PropertyKey, free: Names): boolean {
  if (free[key]) return false;
  if (readOnly.get(owner)?.has(key)) return defineProperty(owner, key, { writable: false, configurable: false });
  if (!guarded.get(owner)?.has(key)) return false;
  const { get, set, value, enumerable } = getOwnPropertyDescriptor(owner, key) ?? inherited(owner, key);
  if (get) return defineProperty(owner, key, { get, set, enumerable, configurable: false });
  return lockAs(owner, key, value === stringify ? looking.stringify : value, enumerable!);
}

function inherited(owner: object, key: PropertyKey): PropertyDescriptor {
  const value = (owner as any)[key];
  if (typeof value === "function") return { value, enumerable: false };
  let proto = owner;
  while (!getOwnPropertyDescriptor(proto, key)) proto = getPrototypeOf(proto)!;
  return getOwnPropertyDescriptor(proto, key)!;
}

/** Where an iterator's `next` is. Frozen: nobody assigns to them, and V8 stays as fast as it was. */
const ITERATORS = [[].values(), new Map().values(), new Set().values(), ""[Symbol.iterator](), "".matchAll(/a/g)].map((made) => getPrototypeOf(made)!);
/** What a failed expectation is would be told to whoever prepares its stack. Runs before a candidate. */
export function lockIterators(free: Names): void {
  if (!free.next) for (const proto of ITERATORS) Object.freeze(proto);
  if (!free.prepareStackTrace) defineProperty(Error, "prepareStackTrace", bare({ get: () => undefined, set: () => undefined }));
}

/** The property gives this value for good. */
export function lockAs(owner: object, key: PropertyKey, value: unknown, enumerable: boolean): boolean {
  function set(this: unknown, given: unknown): void {
    if (this === owner) {
      if (given !== value) tried ||= key as string;
    } else if (this !== null && (typeof this === "object" || typeof this === "function"))
      setOwn(this, key, given);
  }
  return defineProperty(owner, key, { get: () => value, set, enumerable, configurable: false });
}
