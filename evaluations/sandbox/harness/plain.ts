/** What was there before a candidate ran: captured once, so that a candidate that patches a built-in changes nothing here. */
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
const before: Snapshot[] = [];
// React and jsdom-style code may lawfully add properties; replacing what the checks compare with is not lawful.
for (const owner of guarded) {
  for (const key of ownKeys(owner)) {
    const d = getOwnPropertyDescriptor(owner, key)!;
    before.push({ name: String(key), owner, key, value: d.value, getter: d.get });
  }
}
for (const key of globals) before.push({ name: key, owner: globalThis, key, value: (globalThis as never)[key], getter: undefined });

/** Properties that nobody but a check may replace from now on. Those of an instance count even where it has none yet. */
export function watch(owner: object, keys: readonly PropertyKey[]): void {
  for (const key of keys) {
    const d = getOwnPropertyDescriptor(owner, key);
    before.push({ name: String(key), owner, key, value: d?.value, getter: d?.get, isAbsent: !d });
  }
}

/** A check replaced it (a spy, a stub): what stands there now is right. */
export function allow(owner: object, key: PropertyKey): void {
  for (const b of before) if (b.owner === owner && b.key === key) {
    const d = getOwnPropertyDescriptor(owner, key);
    Object.assign(b, { value: d?.value, getter: d?.get, isAbsent: !d });
  }
}

/** Name of the first built-in that is no longer what it was; "" when all are. */
export function tampered(): string {
  for (let i = 0; i < before.length; i++) {
    const b = before[i];
    const d = getOwnPropertyDescriptor(b.owner, b.key);
    if (b.isAbsent ? !d : false) continue;
    if (!d || b.isAbsent || d.get !== b.getter || !(d.value === b.value || (d.value !== d.value && b.value !== b.value))) return b.name;
  }
  if (getOwnPropertyDescriptor(Object.prototype, "toJSON") || getOwnPropertyDescriptor(Array.prototype, "toJSON")) return "toJSON";
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
