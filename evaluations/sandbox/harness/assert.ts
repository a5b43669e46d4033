/** node:assert as benchmark tests use it, on the equality of lodash. */
import isEqualWith from "lodash/isEqualWith";
import { still } from "./still";

let tampered = (): string => "";
/** Who is asked, before and after each comparison, whether the built-ins are still what they were. */
export function guardAssertBy(ask: () => string): void {
  tampered = ask;
}
function refuse(): void {
  const name = tampered();
  if (name) throw new AssertionError(`The code replaced the built-in ${name}.`);
}
/** Two values compared by copies in which no code of the candidate runs unseen. */
function guarded(same: Same): Same {
  const copy = (value: unknown): unknown => still(value, refuse, () => false);
  return (a, b) => {
    refuse();
    const result = same(copy(a), copy(b));
    refuse();
    return result;
  };
}

class AssertionError extends Error {
  override name = "AssertionError";
}
const fail = (message: unknown, fallback: string): never => {
  if (message instanceof Error) throw message;
  throw new AssertionError(typeof message === "string" ? message : fallback);
};
const show = (value: unknown): string => { try { return JSON.stringify(value) ?? String(value); } catch { return String(value); } };
type Same = (a: unknown, b: unknown) => boolean;
/** Sets and maps have no order; lodash keeps to it once it is given a rule of its own. undefined: neither is one. */
function unordered(x: unknown, y: unknown, same: Same): boolean | undefined {
  if (x instanceof Set && y instanceof Set)
    return x.size === y.size && [...x].every((a) => y.has(a) || [...y].some((b) => same(a, b)));
  if (x instanceof Map && y instanceof Map)
    return x.size === y.size && [...x].every(([k, v]) => (y.has(k) ? same(v, y.get(k)) : [...y].some((entry) => same([k, v], entry))));
  return undefined;
}
// Node's deepEqual compares primitives with ==, NaN equal to NaN.
const loose = (a: unknown, b: unknown): boolean =>
  isEqualWith(a, b, (x: unknown, y: unknown) => {
    const arePlain = (x === null || typeof x !== "object") && (y === null || typeof y !== "object");
    // eslint-disable-next-line eqeqeq
    return arePlain ? x == y || (x !== x && y !== y) : unordered(x, y, loose);
  });
// deepStrictEqual: as lodash, and the same prototypes, 0 apart from -0.
const strict = (a: unknown, b: unknown): boolean =>
  isEqualWith(a, b, (x: unknown, y: unknown) => {
    if (typeof x === "number" && typeof y === "number") return Object.is(x, y);
    if (typeof x !== "object" || typeof y !== "object" || !x || !y) return undefined;
    return Object.getPrototypeOf(x) === Object.getPrototypeOf(y) ? unordered(x, y, strict) : false;
  });

const [isLoosely, isStrictly] = [guarded(loose), guarded(strict)];
const assert: any = (value: unknown, message?: unknown) => value || fail(message, `${show(value)} is not truthy`);
Object.assign(assert, {
  ok: assert, AssertionError,
  // eslint-disable-next-line eqeqeq
  equal: (a: unknown, b: unknown, m?: unknown) => a == b || (a !== a && b !== b) || fail(m, `${show(a)} == ${show(b)}`),
  // eslint-disable-next-line eqeqeq
  notEqual: (a: unknown, b: unknown, m?: unknown) => a != b || fail(m, `${show(a)} != ${show(b)}`),
  strictEqual: (a: unknown, b: unknown, m?: unknown) => Object.is(a, b) || fail(m, `${show(a)} === ${show(b)}`),
  notStrictEqual: (a: unknown, b: unknown, m?: unknown) => !Object.is(a, b) || fail(m, `${show(a)} !== ${show(b)}`),
  deepEqual: (a: unknown, b: unknown, m?: unknown) => isLoosely(a, b) || fail(m, `${show(a)} deepEqual ${show(b)}`),
  notDeepEqual: (a: unknown, b: unknown, m?: unknown) => !isLoosely(a, b) || fail(m, `${show(a)} notDeepEqual ${show(b)}`),
  deepStrictEqual: (a: unknown, b: unknown, m?: unknown) => isStrictly(a, b) || fail(m, `${show(a)} deepStrictEqual ${show(b)}`),
  notDeepStrictEqual: (a: unknown, b: unknown, m?: unknown) => !isStrictly(a, b) || fail(m, `${show(a)} notDeepStrictEqual ${show(b)}`),
  throws: (body: () => unknown, _expected?: unknown, m?: unknown) => { try { body(); } catch { return; } fail(m, "nothing was thrown"); },
  doesNotThrow: (body: () => unknown) => body(),
  fail: (m?: unknown) => fail(m, "failed"),
  match: (text: string, pattern: RegExp, m?: unknown) => pattern.test(text) || fail(m, `${show(text)} does not match ${pattern}`),
});
assert.strict = Object.assign((value: unknown, message?: unknown) => assert(value, message), assert, { equal: assert.strictEqual, deepEqual: assert.deepStrictEqual });
assert.default = assert;
Object.freeze(assert.strict);
Object.freeze(assert); // the answer can import it too
export const assertPackages: Record<string, () => unknown> = {
  assert: () => assert, "assert/strict": () => assert.strict,
};
