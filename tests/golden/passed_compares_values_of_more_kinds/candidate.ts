export const key = { id: 1 };
export const map = () => new Map([[key, 1]]);
export const weak = new WeakMap([[key, 1]]);
export const fn = () => 1;
export class Node { children: Node[] = []; constructor(public name: string, public parent: Node | null = null) { parent?.children.push(this); } get depth(): number { return this.parent ? this.parent.depth + 1 : 0; } }
export const tree = () => { const r = new Node("r"); new Node("a", r); new Node("b", r); return r; };
export class Stack<T> { #items: T[] = []; push(x: T) { this.#items.push(x); return this; } get size() { return this.#items.length; } toArray() { return [...this.#items]; } [Symbol.iterator]() { return this.#items[Symbol.iterator](); } }
export class Money { constructor(readonly amount: bigint) { Object.freeze(this); } equals(o: Money) { return this.amount === o.amount; } toJSON() { return String(this.amount); } valueOf() { return Number(this.amount); } }
export class Base { kind = "base"; get label() { return this.kind + "!"; } }
export class Sub extends Base { override kind = "sub"; extra = [1, { a: 1 }]; }
export const observable = (o: any): any => new Proxy(o, { get: (t, k, r) => { const v = Reflect.get(t, k, r); return v && typeof v === "object" ? observable(v) : v; }, has: (t, k) => k in t, ownKeys: (t) => Reflect.ownKeys(t), getOwnPropertyDescriptor: (t, k) => Reflect.getOwnPropertyDescriptor(t, k) });
export const gen = function* () { yield 1; yield 2; };
export const args = function (..._: any[]) { return arguments; };
export class Counter { static instances = 0; count = 0; increment = () => { this.count++; }; }
export class Emitter { private handlers = new Map<string, Set<() => void>>(); on(n: string, f: () => void) { if (!this.handlers.has(n)) this.handlers.set(n, new Set()); this.handlers.get(n)!.add(f); return this; } }
