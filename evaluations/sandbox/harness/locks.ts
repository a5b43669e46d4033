/**
 * Built-ins that a comparison of the harness or of a check goes by, locked before the candidate comes: one that is replaced for a moment and
 * put back would else be seen by nobody. Who tries is remembered, and nothing changes. Own properties of the same name stay possible.
 * Not here: what V8 is fast with only while it is untouched (RegExp, iterators, `then`, `push`, `charCodeAt`; 2026-11: ten times slower).
 */
const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
const WORDS: [object, string][] = [
  [Object, "is keys values entries getPrototypeOf getOwnPropertyDescriptor getOwnPropertyNames getOwnPropertySymbols assign fromEntries hasOwn"],
  [Object.prototype, "toString hasOwnProperty valueOf isPrototypeOf propertyIsEnumerable"],
  [Function.prototype, "call apply toString"],
  [Array, "isArray from of"],
  [Array.prototype, "every some includes indexOf lastIndexOf find findIndex findLast join toString sort toSorted filter map reduce reduceRight forEach concat slice flat flatMap reverse toReversed"],
  [String.prototype, "includes indexOf lastIndexOf startsWith endsWith trim toLowerCase toUpperCase replace replaceAll split slice substring match matchAll search localeCompare normalize toString valueOf concat"],
  [Number, "isNaN isInteger isFinite isSafeInteger parseFloat parseInt"],
  [Number.prototype, "toFixed toPrecision toString valueOf"],
  [Boolean.prototype, "toString valueOf"],
  [Date.prototype, "getTime toISOString toString toJSON valueOf"],
  [Map.prototype, "has get forEach entries keys values"], [Set.prototype, "has forEach entries keys values"],
  [JSON, "stringify parse"], [Reflect, "ownKeys getOwnPropertyDescriptor get has apply"], [Error.prototype, "toString"],
  [globalThis, "Map Set Promise Reflect Error Symbol console"],
];
// Read-only as they stand, because a getter would cost as much as they do; nobody brings his own where one is missing.
const PLAIN: [object, string][] = [[Math, "abs max min round pow sqrt"], [globalThis, "Object Array String Number Math JSON"]];
const wordsOf = (table: [object, string][]): Map<object, Set<PropertyKey>> => new Map(table.map(([owner, words]) => [owner, new Set(words.split(" "))]));
const guarded = wordsOf(WORDS);
const readOnly = wordsOf(PLAIN);

let tried = "";
/** JSON.stringify that remembers a `toJSON` of everybody's, which could be gone before anybody looks. */
const { stringify } = JSON;
const looking = { stringify(value: any, replacer: any, space: any): string {
  if (getOwnPropertyDescriptor(Object.prototype, "toJSON") || getOwnPropertyDescriptor(Array.prototype, "toJSON")) tried ||= "toJSON";
  return stringify(value, replacer, space);
} };
/** The first that somebody tried to replace; "" when nobody did. */
export const replaced = (): string => tried;

/** Names that a check puts something else in place of: its spies, stubs and assignments. null: it does not say which. */
export function putBy(checks: string): Set<string> | null {
  const names = new Set<string>();
  for (const [, name] of checks.matchAll(/[\w\])]\s*\.\s*([A-Za-z_$][\w$]*)\s*=(?!=)/g)) names.add(name);
  for (const [, name] of checks.matchAll(/^[ \t]*([A-Za-z_$][\w$]*)\s*=(?!=)/gm)) names.add(name);
  for (const [, quoted] of checks.matchAll(/\b(?:spyOn|stubGlobal|replaceProperty|defineProperty)\s*\(([^)]*)/g)) {
    const [, name] = /["'`]([\w$]+)["'`]/.exec(quoted) ?? [];
    if (!name) return null;
    names.add(name);
  }
  return names;
}

/** More that is to be locked: what checks read a document with. An instance's count even where it has none of its own. */
export function guard(owner: object, keys: readonly string[]): void {
  guarded.set(owner, new Set([...(guarded.get(owner) ?? []), ...keys]));
}

/** Locks this one unless a check puts its own there; whether it did. */
export function lock(owner: object, key: PropertyKey, free: Set<string>): boolean {
  if (free.has(key as string)) return false;
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

/** The property gives this value for good. */
export function lockAs(owner: object, key: PropertyKey, value: unknown, enumerable: boolean): boolean {
  function set(this: unknown, given: unknown): void {
    if (this === owner) {
      if (given !== value) tried ||= key as string;
    } else if (this !== null && (typeof this === "object" || typeof this === "function"))
      defineProperty(this, key, { value: given, writable: true, configurable: true, enumerable: true });
  }
  return defineProperty(owner, key, { get: () => value, set, enumerable, configurable: false });
}
