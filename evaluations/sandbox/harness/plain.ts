/** What was there before a candidate ran: captured once, so that a candidate that patches a built-in changes nothing here. */
import { uncompared } from "./known";
import { guard, lock, replaced } from "./locks";

const { apply, ownKeys, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
const { setPrototypeOf } = Object;
export const safe = {
  apply,
  ownKeys,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  defineProperty: Reflect.defineProperty,
  isExtensible: Reflect.isExtensible,
  is: Object.is,
  now: performance.now.bind(performance),
  setTimeout: globalThis.setTimeout.bind(globalThis),
  clearTimeout: globalThis.clearTimeout.bind(globalThis),
  Promise,
  Function,
  String,
  Error,
  Object,
};

/** An object without a prototype: resolving a promise with any other asks for its `then`, which could be one of everybody's. */
export const bare = <T extends object>(made: T): T => setPrototypeOf(made, null);
const guarded = [
  Object, Object.prototype, Function.prototype, Array, Array.prototype, String.prototype, Number.prototype, Number,
  Boolean.prototype, Symbol.prototype, RegExp.prototype, Date.prototype, Date, Map.prototype, Set.prototype, Promise,
  Promise.prototype, Error.prototype, JSON, Reflect, Math, Proxy, Object.getPrototypeOf([][Symbol.iterator]()),
];
const globals = ["Object", "Array", "Promise", "Map", "Set", "JSON", "Reflect", "Error", "String", "Number", "Math", "Symbol", "console"];
type Snapshot = { name: string; owner: object; key: PropertyKey; value: unknown; getter: unknown; isAbsent?: boolean };
// Those that a comparison could go by are looked at around each, the others once a test.
const compared: Snapshot[] = [];
const others: Snapshot[] = [];
const rarely = new Set<PropertyKey>(uncompared);
// React and jsdom-style code may lawfully add properties; replacing what the checks compare with is not lawful.
for (const owner of guarded) {
  for (const key of ownKeys(owner)) {
    if (key === "toTemporalInstant") continue; // the first look at it makes all of Temporal, 0.3 ms
    const d = getOwnPropertyDescriptor(owner, key)!;
    if (!d.configurable && !d.writable && !d.get) continue; // nobody can replace it
    (rarely.has(key) ? others : compared).push({ name: String(key), owner, key, value: d.value, getter: d.get });
  }
}
for (const key of globals) compared.push({ name: key, owner: globalThis, key, value: (globalThis as never)[key], getter: undefined });

/** Properties that nobody but a check may replace from now on. Those of an instance count even where it has none yet. */
export function watch(owner: object, keys: readonly PropertyKey[]): void {
  for (const key of keys) {
    const d = getOwnPropertyDescriptor(owner, key);
    compared.push({ name: String(key), owner, key, value: d?.value, getter: d?.get, isAbsent: !d });
  }
}

/** As `watch`, of what is locked with the built-ins. Of an instance's there may be none yet. */
export function watchLocked(owner: object, keys: readonly string[]): void {
  watch(owner, keys);
  guard(owner, keys);
}

/** Locks what can be locked (locks.ts), but for the names that the checks put their own in place of; what is locked need not be looked at. */
export function lockBuiltIns(free: Set<string> | null): void {
  known = new Set([...ownKeys(Object.prototype), "should"]);
  if (!free) return;
  for (const list of [compared, others]) {
    let kept = 0;
    for (let i = 0; i < list.length; i++) if (!lock(list[i].owner, list[i].key, free)) list[kept++] = list[i];
    list.length = kept;
  }
}

/** A check replaced it (a spy, a stub): what stands there now is right. */
export function allow(owner: object, key: PropertyKey): void {
  for (const list of [compared, others]) for (const b of list) if (b.owner === owner && b.key === key) {
    const d = getOwnPropertyDescriptor(owner, key);
    Object.assign(b, { value: d?.value, getter: d?.get, isAbsent: !d });
  }
}

/** Name of the first built-in that is no longer what it was; "" when all are. */
export const tampered = (): string => touched() || changed(others);
/** As `tampered`, of those built-ins alone that a comparison could go by. */
export function touched(): string {
  const name = replaced();
  if (name) return name;
  return added() || changed(compared);
}

// A method more for everything is a habit of some; an accessor, a value or one of these names would answer in place of what is not there.
const ANSWERING = new Set<PropertyKey>(["then", "toJSON", "get", "set", "asymmetricMatch"]);
let known = new Set<PropertyKey>([...ownKeys(Object.prototype), "should"]); // chai puts one there
const { has } = Set.prototype;

function added(): string {
  const keys = ownKeys(Object.prototype);
  for (let i = 0; i < keys.length; i++) {
    if (apply(has, known, [keys[i]])) continue;
    const d = getOwnPropertyDescriptor(Object.prototype, keys[i])!;
    if (d.get || d.set || typeof d.value !== "function" || apply(has, ANSWERING, [keys[i]])) return safe.String(keys[i]);
  }
  return getOwnPropertyDescriptor(Array.prototype, "toJSON") ? "toJSON" : "";
}

function changed(list: Snapshot[]): string {
  for (let i = 0; i < list.length; i++) {
    const b = list[i];
    const d = getOwnPropertyDescriptor(b.owner, b.key);
    if (b.isAbsent ? !d : false) continue;
    if (!d || b.isAbsent || d.get !== b.getter || !(d.value === b.value || (d.value !== d.value && b.value !== b.value))) return b.name;
  }
  return "";
}

/** Value of a thrown thing as one text, whatever it is; never throws. */
export function describe(error: unknown): string {
  try {
    if (error && typeof error === "object") {
      const { name, message } = error as Error;
      if (typeof message === "string") return `${typeof name === "string" ? name : "Error"}: ${message}`.slice(0, 4000);
    }
    return `thrown: ${typeof error === "string" ? error : JSON.stringify(error)}`.slice(0, 4000);
  } catch {
    return "thrown: a value that cannot be shown";
  }
}
