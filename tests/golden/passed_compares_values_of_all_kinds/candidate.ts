export class Point {
  #x: number;
  static made = 0;
  label = "p";
  constructor(x: number) { this.#x = x; Point.made++; }
  get x(): number { return this.#x; }
  get [Symbol.toStringTag](): string { return "Point"; }
}
export class Names extends Set<string> {}
export class Ages extends Map<string, number> {}
export class Rows extends Array<number> {}
export class Problem extends Error { code = 7; override name = "Problem"; }
export class Moment extends Date {}
export class Steps {
  #to: number;
  constructor(to: number) { this.#to = to; }
  *[Symbol.iterator](): Generator<number> { for (let i = 1; i <= this.#to; i++) yield i; }
}
export const proxied = new Proxy({ foo: 1, list: [1, { a: 2 }] }, { get: (target: any, key) => target[key] });
export const lazy = { get foo() { return [1, 2]; }, get bar() { return { deep: new Map([["a", new Date(0)]]) }; } };
export const cycle: any = { name: "a", children: [{ name: "b" }] };
cycle.children[0].parent = cycle;
export const bare = Object.assign(Object.create(null), { a: 1 });
export const holes = [1, , 3];
export const boxed = [Object(1), Object("a"), Object(true)];
export const tagged = { [Symbol.for("kind")]: 1, rest: undefined };
export const parse = (text: string): never => { throw new Problem(`no sheet ${text}`); };
export const count = { calls: 0, get next() { return ++this.calls; } };
export const frozen = Object.freeze({ list: Object.freeze([1, Object.freeze({ a: 1 })]) });
export const address = new URL("http://a.example/b?c=1");
export const query = new URLSearchParams("a=1&b=2");
export const bytes = new Uint8Array([1, 2, 3]);
