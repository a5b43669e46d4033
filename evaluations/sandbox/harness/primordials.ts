/**
 * Built-ins that are captured before a candidate runs, like the primordials of Node's core. Code of the harness that runs beside a candidate
 * uses nothing else: no method of a prototype, no iterator, no `then`. scripts/lint-primordials.mjs forbids those.
 */
const { getPrototypeOf: prototypeOf } = Reflect;
export const { apply, construct, defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys, setPrototypeOf } = Reflect;
export const { isArray } = Array;
export const { is } = Object;
export const { stringify } = JSON;
export const { isFinite } = Number;

/** Turns a method into a function that takes its object first. Node calls this uncurryThis. */
type Method = (...values: any[]) => any;
const free = <M extends Method>(method: M): ((self: unknown, ...values: Parameters<M>) => ReturnType<M>) =>
  (self: unknown, ...values: any[]) => apply(method, self, values);
const getter = (owner: object, key: PropertyKey): ((self: unknown) => any) => {
  const { get } = getOwnPropertyDescriptor(owner, key)!;
  return (self: unknown) => apply(get!, self, []);
};

export const hasOwn: (owner: object, key: PropertyKey) => boolean = free(Object.prototype.hasOwnProperty) as never;
export const slice: (text: string, start: number, end?: number) => string = free(String.prototype.slice) as never;
export const indexOf: (text: string, part: string, from?: number) => number = free(String.prototype.indexOf) as never;
export const lastIndexOf: (text: string, part: string) => number = free(String.prototype.lastIndexOf) as never;
export const startsWith: (text: string, part: string) => boolean = free(String.prototype.startsWith) as never;
export const lowerCase: (text: string) => string = free(String.prototype.toLowerCase) as never;
export const trim: (text: string) => string = free(String.prototype.trim) as never;
export const charCodeAt: (text: string, index: number) => number = free(String.prototype.charCodeAt) as never;
/** The match of a pattern; null without one. */
export const exec: (pattern: RegExp, text: string) => RegExpExecArray | null = free(RegExp.prototype.exec) as never;
/** The source of a function. */
export const sourceOf: (body: unknown) => string = free(Function.prototype.toString) as never;
export const isoOf: (date: Date) => string = free(Date.prototype.toISOString) as never;
export const timeOf: (date: Date) => number = free(Date.prototype.getTime) as never;
export const sizeOfMap = getter(Map.prototype, "size");
export const sizeOfSet = getter(Set.prototype, "size");
export const forEachOfMap: (map: unknown, body: (value: unknown, key: unknown) => void) => void = free(Map.prototype.forEach) as never;
export const forEachOfSet: (set: unknown, body: (value: unknown) => void) => void = free(Set.prototype.forEach) as never;

export const mapHas = free(Map.prototype.has) as (map: unknown, key: unknown) => boolean;
export const setHas = free(Set.prototype.has) as (set: unknown, value: unknown) => boolean;
export const mapGet = free(Map.prototype.get) as (map: unknown, key: unknown) => unknown;
/** The entries of a map, as lists of key and value. */
export function entriesOf(map: unknown): [unknown, unknown][] {
  const entries = newList<[unknown, unknown]>();
  forEachOfMap(map, (value, key) => { entries[entries.length] = [key, value]; });
  return entries;
}
/** The values of a set as a list. */
export function membersOf(set: unknown): unknown[] {
  const members = newList<unknown>();
  forEachOfSet(set, (value) => { members[members.length] = value; });
  return members;
}

const { then } = Promise.prototype;
const promises = Promise.prototype;
const [errors, dates, maps, sets] = [Error, Date, Map, Set].map(({ prototype }) => prototype as object);
const NativePromise = Promise;
const NativeSet = WeakSet;
const { add: weakAdd, has: weakHas, delete: weakDelete } = WeakSet.prototype;

/** An object or list without a prototype: missing properties are not looked up on shared prototypes, and no setter gets its values. */
export function bare<T extends object>(made: T): T {
  setPrototypeOf(made, null);
  return made;
}
/** An empty list without a prototype; it grows by `list[list.length] = value`. */
export const newList = <T>(): T[] => bare<T[]>([]);

/** A set of names: an object without a prototype that maps each name to `true`. */
export type Names = Record<PropertyKey, boolean>;
/** The names in a text, separated by spaces. Runs before a candidate. */
export function namesOf(words: string): Names {
  const names: Names = bare({});
  for (const word of words.split(" ")) names[word] = true;
  return names;
}

/** Sets an own property, even if a prototype of the object has one of that name. */
export function setOwn(owner: object, key: PropertyKey, value: unknown): void {
  defineProperty(owner, key, bare({ value, writable: true, configurable: true, enumerable: true }));
}

/** Objects that are being visited, to detect cycles. */
export const newSeen = (): WeakSet<object> => new NativeSet<object>();
export const isSeen = (seen: WeakSet<object>, value: object): boolean => apply(weakHas, seen, [value]);
export const see = (seen: WeakSet<object>, value: object): void => { apply(weakAdd, seen, [value]); };
export const forget = (seen: WeakSet<object>, value: object): void => { apply(weakDelete, seen, [value]); };

export const isObject = (value: unknown): value is object => (typeof value === "object" && value !== null) || typeof value === "function";
/** Whether an object has this prototype. A proxy, or an object with a changed prototype, may lie. */
function inherits(value: unknown, proto: object): boolean {
  let each = isObject(value) ? prototypeOf(value) : null;
  for (let depth = 0; each && depth < 50; depth++) {
    if (each === proto) return true;
    each = prototypeOf(each);
  }
  return false;
}
export const isError = (value: unknown): value is Error => inherits(value, errors);
export const isMap = (value: unknown): value is Map<unknown, unknown> => inherits(value, maps) && canRead(sizeOfMap, value);
export const isSet = (value: unknown): value is Set<unknown> => inherits(value, sets) && canRead(sizeOfSet, value);
export const isDate = (value: unknown): value is Date => inherits(value, dates) && canRead(timeOf as never, value);
/** Whether the browser's own getter accepts the object, so that it really is of that kind. */
function canRead(read: (self: unknown) => unknown, value: unknown): boolean {
  try {
    read(value);
    return true;
  } catch {
    return false;
  }
}

/** A promise that can be awaited safely: `await` reads a promise's constructor, which could be on a shared prototype. */
export function own<T>(promise: Promise<T>): Promise<T> {
  defineProperty(promise, "constructor", bare({ value: NativePromise, configurable: true }));
  return promise;
}

/** A promise of our own. It resolves to a primitive value or an object without a prototype, so no shared `then` is used. */
export const newPromise = <T>(work: (resolve: (value: T) => void, reject: (error: unknown) => void) => void): Promise<T> => own(new NativePromise<T>(work));

/** A promise of our own for any result of a body. For a native promise it uses the browser's `then`, for another one its own. */
export function heard(given: unknown): Promise<{ value: unknown }> {
  return newPromise((resolve, reject) => {
    const done = (value: unknown): void => resolve(bare({ value }));
    if (!isObject(given)) return done(given);
    if (!inherits(given, promises) || !hear(given, done, reject)) hear(new NativePromise((settle) => settle(given)), done, reject);
    return undefined;
  });
}

/** Listens to a native promise; returns false for other values. Its constructor, which `then` reads, is hidden meanwhile. */
function hear(promise: object, done: (value: unknown) => void, failed: (error: unknown) => void): boolean {
  const before = getOwnPropertyDescriptor(promise, "constructor");
  try {
    if (!defineProperty(promise, "constructor", bare({ value: undefined, configurable: true }))) return false;
    apply(then, promise, [done, failed]);
    return true;
  } catch {
    return false; // it only claims to be one
  } finally {
    if (before) defineProperty(promise, "constructor", bare({ ...before }));
    else deleteProperty(promise, "constructor");
  }
}

/**
 * A promise for the result of a candidate's promise, with our own `then`. `look` throws when a built-in was replaced. It is called before
 * and after each use of the value.
 */
export function follow(value: object, look: () => void): Promise<unknown> {
  const followed = newPromise<unknown>((resolve, reject) => {
    if (!inherits(value, promises) || !hear(value, resolve, reject)) resolve(value);
  });
  setOwn(followed, "then", (good: Method, bad: Method) => newPromise((resolve, reject) => {
    const step = (body: Method) => (given: unknown): void => {
      try {
        look();
        const result = body(given);
        look();
        resolve(result);
      } catch (error) {
        reject(error);
      }
    };
    hear(followed, step(good), step(bad));
  }));
  return followed;
}
