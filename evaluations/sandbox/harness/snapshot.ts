/**
 * Copies a value for a comparison, so that no code of the candidate runs unnoticed. Otherwise a getter, a proxy or an iterator could replace a
 * built-in during a comparison and restore it before it is checked. The built-ins are checked before a result of such code is used. This file
 * calls nothing that a candidate could have replaced: only index loops and captured functions.
 */
import { apply, defineProperty, getOwnPropertyDescriptor, getPrototypeOf, hasOwn, isArray, ownKeys, setPrototypeOf } from "./primordials";

const { get } = Reflect;
const { create } = Object;
const plain = Object.prototype;
const getter = (owner: object, key: PropertyKey): any => getOwnPropertyDescriptor(owner, key)!.get;
const NativeMap = Map;
const { get: mapGet, set: mapSet, forEach: mapForEach } = Map.prototype;
const { add: setAdd, has: setHas, forEach: setForEach } = Set.prototype;
const { add: weakAdd, has: weakHas } = WeakSet.prototype;
const mapHas = Map.prototype.has;
const typedArray = getPrototypeOf(Uint8Array.prototype) as any;
const { iterator, toStringTag } = Symbol;
const RegExpSource = getter(RegExp.prototype, "source");
const RegExpFlags = getter(RegExp.prototype, "flags");

type Copy = (given: unknown) => unknown;
// Starts a copy with the same internal data, by prototype. The first line of each throws for a value that only claims to be of this kind.
const kinds = new Map<object, (given: object, copy: Copy) => object>();
/** Runs before a candidate. */
const kind = (owner: any, begin: (given: object, copy: Copy) => object): void => { kinds.set(owner.prototype, begin); };
const mapSize = getter(Map.prototype, "size");
const setSize = getter(Set.prototype, "size");
const NativeSet = Set;
const NativeDate = Date;
const NativeRegExp = RegExp;
const NativeError = Error;
kind(Map, (given, copy) => {
  apply(mapSize, given, []);
  const made = new NativeMap();
  apply(mapForEach, given, [(held: unknown, key: unknown) => { apply(mapSet, made, [copy(key), copy(held)]); }]);
  return made;
});
kind(Set, (given, copy) => {
  apply(setSize, given, []);
  const made = new NativeSet();
  apply(setForEach, given, [(held: unknown) => { apply(setAdd, made, [copy(held)]); }]);
  return made;
});
const { getTime } = Date.prototype;
kind(Date, (given) => new NativeDate(apply(getTime, given, [])));
kind(RegExp, (given) => new NativeRegExp(apply(RegExpSource, given, []), apply(RegExpFlags, given, [])));
kind(Error, () => new NativeError());
const box = Object;
for (const owner of [Number, String, Boolean, Symbol, BigInt] as any[]) {
  const { valueOf } = owner.prototype;
  kind(owner, (given) => box(apply(valueOf, given, [])));
}
const CONTAINERS = [[Map, mapSize], [Set, setSize]].map(([{ prototype }, size]) => ({
  proto: prototype as object, size, methods: ["has", "get", "forEach", "keys", "values", "entries", iterator].filter((key) => key in prototype).map((key) => [key, prototype[key]] as [PropertyKey, unknown]),
}));
const itself = (given: object): object => given; // its data can only be read by the browser's own methods
for (const name of ["Promise", "WeakMap", "WeakSet", "WeakRef", "ArrayBuffer", "SharedArrayBuffer", "DataView", "Node"])
  if ((globalThis as any)[name]) kind((globalThis as any)[name], itself);
kinds.set(typedArray, itself);

/** Prototypes with code of the language itself. The browser's are left out, because reading each would create all of them. */
const native = new Set<object>([typedArray]);
const LANGUAGE = "Object Function Array String Number Boolean Symbol BigInt RegExp Date Map Set WeakMap WeakSet Promise ArrayBuffer DataView Error "
  + "EvalError RangeError ReferenceError SyntaxError TypeError URIError AggregateError Int8Array Uint8Array Uint8ClampedArray Int16Array "
  + "Uint16Array Int32Array Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array";
for (const name of LANGUAGE.split(" ")) native.add((globalThis as any)[name].prototype);
for (const value of [[].values(), new Map().entries(), new Set().values(), ""[Symbol.iterator]()]) native.add(getPrototypeOf(value)!);
const isNative = (proto: object): boolean => apply(setHas, native, [proto]);
// A tag with which a comparison would mistake the value's kind and call its methods.
const TAGS = new Set<unknown>(["Boolean", "Number", "String", "Date", "RegExp", "Error", "Map", "Set", "Array"]);
const made = new WeakSet<object>();

/** The first prototype of the value that `wanted` contains; null without one. */
function ancestor(given: object, matches: (proto: object) => boolean): object | null {
  let proto = getPrototypeOf(given);
  for (let depth = 0; proto && depth < 50; depth++) {
    if (matches(proto)) return proto;
    proto = getPrototypeOf(proto);
  }
  return null;
}

/** Reads a map or set only by the built-in methods, because the copy may have others, from its class or its own. */
function natively(copy: object): void {
  for (let i = 0; i < CONTAINERS.length; i++) {
    const { proto, size, methods } = CONTAINERS[i];
    if (!ancestor(copy, (each) => each === proto)) continue;
    try {
      const value = apply(size, copy, []);
      if (getPrototypeOf(copy) === proto && !ownKeys(copy).length) return;
      defineProperty(copy, "size", { value, enumerable: false, writable: true, configurable: true });
    } catch {
      return; // it only claims to be one
    }
    for (let j = 0; j < methods.length; j++) defineProperty(copy, methods[j][0], { value: methods[j][1], enumerable: false, writable: true, configurable: true });
  }
}

function begun(given: object, copy: Copy): object {
  if (isArray(given)) return [];
  const proto = getPrototypeOf(given);
  if (proto === plain || proto === null) return create(proto);
  const base = ancestor(given, (each) => apply(mapHas, kinds, [each]));
  if (!base) return create(proto);
  try {
    return apply(mapGet, kinds, [base])(given, copy);
  } catch {
    return create(proto); // it only claims to be one
  }
}

function own(copy: object, key: PropertyKey, held: unknown, enumerable: boolean): void {
  defineProperty(copy, key, { value: held, enumerable, writable: true, configurable: true });
}

/** The value or its copy. `refuse` throws when a built-in was replaced. Values for which `isMatcher` is true stay unchanged. */
export function snapshot(value: unknown, refuse: () => void, isMatcher: (value: object) => boolean): unknown {
  const seen = new NativeMap<object, unknown>();

  function copyOf(given: unknown): unknown {
    if (given === null || typeof given !== "object" || apply(weakHas, made, [given]) || isMatcher(given)) return given;
    const known = apply(mapGet, seen, [given]);
    if (known) return known;
    const copy = begun(given, copyOf);
    apply(mapSet, seen, [given, copy]);
    if (copy === given) return given;
    apply(weakAdd, made, [copy]);
    const proto = getPrototypeOf(given);
    if (getPrototypeOf(copy) !== proto) setPrototypeOf(copy, proto);
    fill(copy, given);
    if (proto !== plain && proto !== null) natively(copy);
    return copy;
  }

  /** Calls code of the candidate, and checks the built-ins before its result is used. */
  function after(given: unknown): unknown {
    const copy = copyOf(given);
    refuse();
    return copy;
  }

  const lazily = (copy: object, key: PropertyKey, given: object, enumerable: boolean): void => {
    defineProperty(copy, key, { get: () => after(get(given, key)), set: undefined, enumerable, configurable: true });
  };

  function fill(copy: object, given: object): void {
    const keys = ownKeys(given);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      const d = getOwnPropertyDescriptor(given, key);
      const there = getOwnPropertyDescriptor(copy, key);
      if (!d) continue;
      if (there && !there.configurable) {
        if (there.writable && hasOwn(d, "value")) copy[key as never] = copyOf(get(given, key)) as never; // an array's length
      } else if (d.get || d.set) lazily(copy, key, given, d.enumerable!);
      else own(copy, key, copyOf(get(given, key)), d.enumerable!);
    }
    const proto = getPrototypeOf(given);
    if (proto && !isNative(proto)) inherit(copy, given);
    if (proto && (proto === plain || !isNative(proto) || getOwnPropertyDescriptor(copy, iterator))) iterated(copy, given);
    if (getOwnPropertyDescriptor(copy, toStringTag)) tagged(copy);
  }

  /** Calls a getter of the candidate's classes on the original, because that has the private fields. */
  function inherit(copy: object, given: object): void {
    ancestor(given, (proto) => {
      if (isNative(proto)) return true;
      const keys = ownKeys(proto);
      for (let i = 0; i < keys.length; i++) {
        const key = keys[i];
        if (getOwnPropertyDescriptor(copy, key)) continue;
        const d = getOwnPropertyDescriptor(proto, key);
        if (d?.get) lazily(copy, key, given, false);
        else if (key === toStringTag) own(copy, key, d?.value, false);
      }
      return false;
    });
  }

  function tagged(copy: object): void {
    const tag = get(copy, toStringTag);
    const { enumerable } = getOwnPropertyDescriptor(copy, toStringTag)!;
    own(copy, toStringTag, apply(setHas, TAGS, [tag]) ? "Object" : tag, enumerable!);
  }

  function iterated(copy: object, given: object): void {
    const make = get(given, iterator);
    if (typeof make !== "function") return;
    const begin = (): object => {
      const walk: any = apply(make, given, []);
      refuse();
      const end = (): unknown => (typeof walk.return === "function" ? after(apply(walk.return, walk, [])) : { done: true, value: undefined });
      return { next: () => after(apply(walk.next, walk, [])), return: end };
    };
    own(copy, iterator, begin, getOwnPropertyDescriptor(copy, iterator)?.enumerable ?? false);
  }
  return copyOf(value);
}
