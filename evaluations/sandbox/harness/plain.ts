/** What was there before a candidate ran: captured once, so that a candidate that patches a built-in changes nothing here. */
import { uncompared } from "./known";

const { apply, ownKeys, getOwnPropertyDescriptor, getPrototypeOf } = Reflect;
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

const guarded = [
  Object, Object.prototype, Function.prototype, Array, Array.prototype, String.prototype, Number.prototype, Number,
  Boolean.prototype, Symbol.prototype, RegExp.prototype, Date.prototype, Date, Map.prototype, Set.prototype, Promise,
  Promise.prototype, Error.prototype, JSON, Reflect, Math, Proxy, Object.getPrototypeOf([][Symbol.iterator]()),
];
const globals = ["Object", "Array", "Promise", "Map", "Set", "JSON", "Reflect", "Error", "String", "Number", "Math", "Symbol"];
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
  if (getOwnPropertyDescriptor(Object.prototype, "toJSON") || getOwnPropertyDescriptor(Array.prototype, "toJSON")) return "toJSON";
  return changed(compared);
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
