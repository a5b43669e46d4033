/** The built-ins before a candidate runs. They are captured once, so a candidate that patches one changes nothing here. */
import { language } from "./globals";
import { uncompared } from "./known";
import { watchDefinitions } from "./definitions";
import { guard, lock, lockIterators, record, replaced } from "./locks";
import { lockNamedBuiltIns } from "./named-locks";
import { apply, bare, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, namesOf, newList, ownKeys, slice, stringify, type Names } from "./primordials";

export { bare } from "./primordials";
export const safe = {
  apply,
  ownKeys,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  defineProperty,
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

const guarded = [
  Object, Object.prototype, Function.prototype, Array, Array.prototype, String.prototype, Number.prototype, Number,
  Boolean.prototype, Symbol.prototype, RegExp.prototype, Date.prototype, Date, Map.prototype, Set.prototype, Promise,
  Promise.prototype, Error.prototype, JSON, Reflect, Math, Proxy, Object.getPrototypeOf([][Symbol.iterator]()), WeakMap.prototype,
  WeakSet.prototype,
];
// Reading Temporal for the first time creates all of it, which takes 0.3 ms.
const globals = [...language, "console"].filter((name) => name !== "Temporal" && getOwnPropertyDescriptor(globalThis, name)?.configurable);
type Snapshot = { name: string; owner: object; key: PropertyKey; value: unknown; getter: unknown; isAbsent: boolean };
// Built-ins that a comparison could use are checked around each comparison, the others once per test.
const compared = newList<Snapshot>();
const others = newList<Snapshot>();
const UNUSED = new Set<PropertyKey>(["length", "name", "arguments", "caller"]); // of functions; no comparison uses them
const rarely = new Set<PropertyKey>(uncompared);
// React and jsdom-style code may add properties, but must not replace what the checks compare with.
for (const owner of guarded) {
  for (const key of ownKeys(owner)) {
    if (key === "toTemporalInstant") continue; // also creates all of Temporal
    if (typeof owner === "function" && UNUSED.has(key)) continue;
    const d = getOwnPropertyDescriptor(owner, key)!;
    if (!d.configurable && !d.writable && !d.get) continue; // it cannot be replaced
    const list = rarely.has(key) ? others : compared;
    list[list.length] = bare({ name: String(key), owner, key, value: d.value, getter: d.get, isAbsent: false });
  }
}
watch(globalThis, globals);
watch(Error, ["captureStackTrace"]);

/** Properties that from now on only a check may replace. For an instance they count even if it has none yet. */
export function watch(owner: object, keys: readonly PropertyKey[]): void {
  for (let i = 0; i < keys.length; i++) {
    const d = getOwnPropertyDescriptor(owner, keys[i]);
    compared[compared.length] = bare({ name: safe.String(keys[i]), owner, key: keys[i], value: d?.value, getter: d?.get, isAbsent: !d });
  }
}

/** Like `watch`, for properties that are locked with the built-ins. An instance may not have them yet. */
export function watchLocked(owner: object, keys: readonly string[]): void {
  watch(owner, keys);
  guard(owner, keys);
}

/** Locks what can be locked (locks.ts), except names that the checks replace. Locked properties need no checks later. code: of the checks. Runs before a candidate. */
export function lockBuiltIns(free: Names | null, code: string): void {
  known = namesThereAre();
  if (!free) return;
  for (const list of [compared, others]) for (let i = 0; i < list.length; i++) lock(list[i].owner, list[i].key, free);
  lockIterators(free);
  lockNamedBuiltIns(code, free);
  watchDefinitions(guarded, free, record);
  leaveLocked(compared);
  leaveLocked(others);
}

/** Keeps only the properties that can still be replaced. Runs before a candidate. */
function leaveLocked(list: Snapshot[]): void {
  let count = 0;
  for (let i = 0; i < list.length; i++) {
    const d = getOwnPropertyDescriptor(list[i].owner, list[i].key);
    if (!d || d.configurable || d.writable) list[count++] = list[i];
  }
  list.length = count;
}

/** A check replaced it (a spy, a stub), so the present value is right. */
export function allow(owner: object, key: PropertyKey): void {
  allowIn(compared, owner, key);
  allowIn(others, owner, key);
}

function allowIn(list: Snapshot[], owner: object, key: PropertyKey): void {
  for (let i = 0; i < list.length; i++) {
    const b = list[i];
    if (b.owner !== owner || b.key !== key) continue;
    const d = getOwnPropertyDescriptor(owner, key);
    b.value = d?.value;
    b.getter = d?.get;
    b.isAbsent = !d;
  }
}

/** The name of the first built-in that was changed; "" when none was. */
export const tampered = (): string => touched() || changed(others);
/** Like `tampered`, but only for built-ins that a comparison could use. */
export function touched(): string {
  const name = replaced();
  if (name) return name;
  return added() || changed(compared);
}

// Some answers add a method to all objects, which is allowed. An accessor, a value or one of these names would replace missing properties.
const ANSWERING: Names = namesOf("then toJSON get set asymmetricMatch");
for (const key of [Symbol.toPrimitive, Symbol.hasInstance]) ANSWERING[key] = true;
const plain = Object.prototype;
const arrays = Array.prototype;
let known = namesThereAre();

function namesThereAre(): Names {
  const names: Names = bare({ should: true }); // chai adds it
  const keys = ownKeys(plain);
  for (let i = 0; i < keys.length; i++) names[keys[i]] = true;
  return names;
}

function added(): string {
  const keys = ownKeys(plain);
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    if (known[key]) continue;
    const d = bare(getOwnPropertyDescriptor(plain, key)!);
    if (d.get || d.set || typeof d.value !== "function" || ANSWERING[key]) return slice(safe.String(key), 0, 100);
  }
  return getOwnPropertyDescriptor(arrays, "toJSON") ? "toJSON" : "";
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

/** A thrown value of any kind as one text. Never throws. */
export function describe(error: unknown): string {
  try {
    if (error && typeof error === "object") {
      const { name, message } = error as Error;
      if (typeof message === "string") return slice(`${typeof name === "string" ? name : "Error"}: ${message}`, 0, 4000);
    }
    return slice(`thrown: ${typeof error === "string" ? error : stringify(error)}`, 0, 4000);
  } catch {
    return "thrown: a value that cannot be shown";
  }
}
