/**
 * Watches what an answer defines on shared prototypes and on parts of the document. Such a property could answer one read of a check and
 * remove itself before the next expectation looks, so it is recorded when it is defined.
 */
import { apply, bare, getOwnPropertyDescriptor, isObject, isSeen, newList, newSeen, ownKeys, see, type Names } from "./primordials";

type Method = (...values: any[]) => any;
interface Added { owner: object; key: PropertyKey; get: unknown }
const text = String;

/** The prototypes and constructors of the language. */
const shared = newSeen();
const added = newList<Added>();
let free: Names = bare({});
let record = (_name: string): void => undefined;
let isOverride = (_owner: object, _key: PropertyKey): boolean => false;
let isPart = (_owner: object): boolean => false;

/** given: objects of the language; names: properties that the checks define themselves. Runs before a candidate. */
export function watchDefinitions(given: readonly object[], names: Names, tell: (name: string) => void): void {
  for (let i = 0; i < given.length; i++) see(shared, given[i]);
  free = names;
  record = tell;
}

/** overrides: whether a property would hide one of the browser's; isOwned: whether the browser made the object. Runs before a candidate. */
export function watchParts(overrides: typeof isOverride, isOwned: typeof isPart): void {
  isOverride = overrides;
  isPart = isOwned;
}

function look(owner: object, key: PropertyKey): void {
  if (free[key]) return;
  if (isSeen(shared, owner)) {
    const get = getOwnPropertyDescriptor(owner, key)?.get;
    if (get) added[added.length] = bare({ owner, key, get });
  } else if (isLie(owner, key)) record(text(key));
}

function isLie(owner: object, key: PropertyKey): boolean {
  try {
    return isOverride(owner, key);
  } catch {
    return false; // a proxy that does not tell its prototype
  }
}

/** An accessor that the answer added to a shared prototype and that is no longer there; "" without one. */
export function withdrawn(): string {
  for (let i = 0; i < added.length; i++) {
    const { owner, key, get } = added[i];
    if (getOwnPropertyDescriptor(owner, key)?.get !== get) return text(key);
  }
  return "";
}

/** Wraps a native function that defines one property. Runs before a candidate. */
const one = (native: Method): Method => ({ defineProperty(owner: any, key: any, descriptor: any) {
  const name = typeof key === "symbol" ? key : `${key}`;
  const result = native(owner, name, descriptor);
  if (isObject(owner)) look(owner, name);
  return result;
} }).defineProperty;
/** Wraps a native function that defines several. Runs before a candidate. */
const several = (native: Method): Method => ({ defineProperties(owner: any, descriptors: any) {
  const result = native(owner, descriptors);
  if (!isObject(owner) || !isObject(descriptors)) return result;
  const keys = ownKeys(descriptors);
  for (let i = 0; i < keys.length; i++) look(owner, keys[i]);
  return result;
} }).defineProperties;
/** Wraps a native function that sets a prototype. Runs before a candidate. */
const prototyped = (native: Method): Method => ({ setPrototypeOf(owner: any, proto: any) {
  if (isObject(owner) && (isSeen(shared, owner) || isPart(owner))) record("prototype");
  return native(owner, proto);
} }).setPrototypeOf;

/** Wraps `__defineGetter__` or `__defineSetter__`. Runs before a candidate. */
const older = (native: Method): Method => ({ define(this: any, key: any, body: any): void {
  const name = typeof key === "symbol" ? key : `${key}`;
  apply(native, this, [name, body]);
  if (isObject(this)) look(this, name);
} }).define;
/** Wraps the setter of `__proto__`. Runs before a candidate. */
const inheriting = (native: Method): Method => ({ set(this: any, value: unknown): void {
  if (isObject(this) && (isSeen(shared, this) || isPart(this))) record("prototype");
  apply(native, this, [value]);
} }).set;

const wrappers = new Map<unknown, Method>();
for (const [name, wrap] of Object.entries({ defineProperty: one, defineProperties: several, setPrototypeOf: prototyped }))
  for (const native of [(Object as any)[name], (Reflect as any)[name]]) if (native) wrappers.set(native, wrap(native));
for (const name of ["__defineGetter__", "__defineSetter__"]) wrappers.set((Object.prototype as any)[name], older((Object.prototype as any)[name]));
const { set } = getOwnPropertyDescriptor(Object.prototype, "__proto__")!;
wrappers.set(set, inheriting(set!));
/** The watched form of a native function; undefined for others. Runs before a candidate. */
export const watchedForm = (native: unknown): unknown => wrappers.get(native);
