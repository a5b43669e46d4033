/** node:assert as benchmark tests use it, built on lodash's equality. */
import isEqualWith from "lodash/isEqualWith";
import { entriesOf, exec, getPrototypeOf, is, isError, isMap, isSet, mapGet, mapHas, membersOf, setHas, sizeOfMap, sizeOfSet, stringify } from "./primordials";
import { snapshot } from "./snapshot";

let tampered = (): string => "";
let hearFailure = (_error: unknown): void => undefined;
/** ask: called before and after each comparison, checks whether the built-ins are unchanged. heard: called for each failure. */
export function guardAssertBy(ask: () => string, heard: typeof hearFailure): void {
  tampered = ask;
  hearFailure = heard;
}
function refuse(): void {
  const name = tampered();
  if (name) throw new AssertionError(`The code replaced the built-in ${name}.`);
}
/** Compares copies of two values, so that no code of the candidate runs unnoticed. */
function guarded(same: Same): Same {
  const copy = (value: unknown): unknown => snapshot(value, refuse, () => false);
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
const text = String;
const show = (value: unknown): string => { try { return stringify(value) ?? text(value); } catch { return text(value); } };
type Same = (a: unknown, b: unknown) => boolean;
/** Compares sets and maps without order, because lodash respects it with a custom rule. undefined: neither value is one. */
function unordered(x: unknown, y: unknown, same: Same): boolean | undefined {
  if (isSet(x) && isSet(y)) return sizeOfSet(x) === sizeOfSet(y) && isEachIn(membersOf(x), (a) => setHas(y, a) || isIn(a, membersOf(y), same));
  if (isMap(x) && isMap(y))
    return sizeOfMap(x) === sizeOfMap(y) && isEachIn(entriesOf(x), (entry) => (mapHas(y, entry[0]) ? same(entry[1], mapGet(y, entry[0])) : isIn(entry, entriesOf(y), same)));
  return undefined;
}
function isEachIn<T>(values: T[], holds: (value: T) => boolean): boolean {
  for (let i = 0; i < values.length; i++) if (!holds(values[i])) return false;
  return true;
}
const isIn = (value: unknown, others: unknown[], same: Same): boolean => !isEachIn(others, (other) => !same(value, other));
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
    if (typeof x === "number" && typeof y === "number") return is(x, y);
    if (typeof x !== "object" || typeof y !== "object" || !x || !y) return undefined;
    return getPrototypeOf(x) === getPrototypeOf(y) ? unordered(x, y, strict) : false;
  });

const [isLoosely, isStrictly] = [guarded(loose), guarded(strict)];
/** heard: gets each failure. Runs before a candidate. */
function assertWith(heard: typeof hearFailure): any {
  const fail = (message: unknown, fallback: string): never => {
    const error = isError(message) ? message : new AssertionError(typeof message === "string" ? message : fallback);
    heard(error);
    throw error;
  };
  const assert: any = (value: unknown, message?: unknown) => value || fail(message, `${show(value)} is not truthy`);
  Object.assign(assert, {
    ok: assert, AssertionError,
    // eslint-disable-next-line eqeqeq
    equal: (a: unknown, b: unknown, m?: unknown) => a == b || (a !== a && b !== b) || fail(m, `${show(a)} == ${show(b)}`),
    // eslint-disable-next-line eqeqeq
    notEqual: (a: unknown, b: unknown, m?: unknown) => a != b || fail(m, `${show(a)} != ${show(b)}`),
    strictEqual: (a: unknown, b: unknown, m?: unknown) => is(a, b) || fail(m, `${show(a)} === ${show(b)}`),
    notStrictEqual: (a: unknown, b: unknown, m?: unknown) => !is(a, b) || fail(m, `${show(a)} !== ${show(b)}`),
    deepEqual: (a: unknown, b: unknown, m?: unknown) => isLoosely(a, b) || fail(m, `${show(a)} deepEqual ${show(b)}`),
    notDeepEqual: (a: unknown, b: unknown, m?: unknown) => !isLoosely(a, b) || fail(m, `${show(a)} notDeepEqual ${show(b)}`),
    deepStrictEqual: (a: unknown, b: unknown, m?: unknown) => isStrictly(a, b) || fail(m, `${show(a)} deepStrictEqual ${show(b)}`),
    notDeepStrictEqual: (a: unknown, b: unknown, m?: unknown) => !isStrictly(a, b) || fail(m, `${show(a)} notDeepStrictEqual ${show(b)}`),
    throws: (body: () => unknown, _expected?: unknown, m?: unknown) => { try { body(); } catch { return; } fail(m, "nothing was thrown"); },
    doesNotThrow: (body: () => unknown) => body(),
    fail: (m?: unknown) => fail(m, "failed"),
    match: (given: string, pattern: RegExp, m?: unknown) => exec(pattern, given) || fail(m, `${show(given)} does not match ${pattern}`),
  });
  assert.strict = Object.assign((value: unknown, message?: unknown) => assert(value, message), assert, { equal: assert.strictEqual, deepEqual: assert.deepStrictEqual });
  assert.default = assert;
  Object.freeze(assert.strict);
  return Object.freeze(assert);
}

const ofChecks = assertWith((error) => hearFailure(error));
/** An answer may catch failures of its own assertions. */
const ofAnswers = assertWith(() => undefined);
const chosen = (isForChecks: boolean): any => (isForChecks ? ofChecks : ofAnswers);
export const assertPackages: Record<string, (isForChecks: boolean) => unknown> = {
  assert: chosen, "assert/strict": (isForChecks) => chosen(isForChecks).strict,
};
