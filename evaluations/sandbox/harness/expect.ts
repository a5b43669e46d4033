/** Vitest's expect. Its matchers refuse to compare after a built-in was replaced. */
import * as chai from "chai";
import {
  ASYMMETRIC_MATCHERS_OBJECT, AsymmetricMatcher, GLOBAL_EXPECT, JestAsymmetricMatchers, JestChaiExpect, JestExtend, addCustomEqualityTesters,
  getState, setState, vault,
} from "@vitest/expect";
import { apply, bare, follow, isObject, namesOf, ownKeys, setOwn, type Names } from "./primordials";
import { liar } from "./overridden-readers";
import { snapshot } from "./snapshot";

type Listener = (error: unknown) => void;
let hearFailure: Listener = () => undefined;
let aside = <T>(body: () => T): T => body();
/** heard: called for each expectation that fails; expecting: runs a body whose exception is expected (caught-failures.ts). */
export function hearFailures(heard: Listener, expecting: <T>(body: () => T) => T): void {
  hearFailure = heard;
  aside = expecting;
}
let tampered = (): string => "";
/** Called before and after each comparison: checks whether the built-ins are unchanged. */
export function guardBy(ask: () => string): void {
  tampered = ask;
}

chai.config.useProxy = false; // so that a misspelt matcher is 'not a function'
chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

const { get } = Reflect;
const NativeProxy = Proxy;
const text = String;
const { Node } = globalThis;
const isOf = Function.prototype[Symbol.hasInstance];
const isMatcher = (value: object): boolean => apply(isOf, AsymmetricMatcher, [value]);
Object.assign(vault, { refuse, isMatcher, snapshot: (value: unknown) => snapshot(value, refuse, isMatcher) });

/** A function that should throw runs before the comparison. Then only the thrown value counts, if any. */
function outcome(body: () => unknown): () => unknown {
  try {
    const given = body();
    return () => given;
  } catch (error) {
    const thrown = snapshot(error, refuse, isMatcher);
    return () => { throw thrown; };
  }
}

const read: Names = bare({});
/** Properties that an element in an expectation may not have itself, because the candidate would decide their values. */
export function guardElements(names: string[]): void {
  for (let i = 0; i < names.length; i++) read[names[i]] = true;
}

function refuseOwn(given: unknown): void {
  if (!Node || !apply(isOf, Node, [given])) return;
  const keys = ownKeys(given as Node);
  for (let i = 0; i < keys.length; i++) if (read[keys[i]]) throw new chai.AssertionError(`The code replaced the element's own ${text(keys[i])}.`);
}

function guard<T extends object>(assertion: T): T {
  return new NativeProxy(assertion, {
    get(target, key) {
      if (key === "resolves" || key === "rejects") followObject(target, key);
      const value = get(target, key, target);
      if (typeof value !== "function") return value && typeof value === "object" ? guard(value) : value;
      return (...args: unknown[]) => {
        refuse();
        const object = chai.util.flag(target, "object");
        refuseOwn(object);
        if (THROWS[key] && typeof object === "function" && !chai.util.flag(target, "promise")) {
          chai.util.flag(target, "object", aside(() => outcome(object as () => unknown)));
          refuse();
        }
        const result = reporting(() => apply(value, target, args));
        if (!isPrimitive(object) || !arePrimitive(args)) refuse(); // else only our code has run
        return result;
      };
    },
  });
}

/** Runs a matcher, and reports its failure. */
function reporting(matcher: () => unknown): unknown {
  try {
    return matcher();
  } catch (error) {
    hearFailure(error);
    throw error;
  }
}

const isPrimitive = (value: unknown): boolean => value === null || (typeof value !== "object" && typeof value !== "function");
function arePrimitive(values: unknown[]): boolean {
  for (let i = 0; i < values.length; i++) if (!isPrimitive(values[i])) return false;
  return true;
}
const THROWS = namesOf("toThrow toThrowError throw throws Throw toThrowErrorMatchingInlineSnapshot");

/** Expectations of a promise do not use the candidate's promise, because it may have its own `then`. */
function followObject(assertion: object, key: "resolves" | "rejects"): void {
  const object = chai.util.flag(assertion, "object");
  const given = key === "rejects" && typeof object === "function" ? object() : object;
  if (isObject(given) && typeof (given as { then?: unknown }).then === "function") chai.util.flag(assertion, "object", follow(given, refuse));
}

function refuse(): void {
  const name = tampered();
  if (name) throw new chai.AssertionError(`The code replaced the built-in ${name}.`);
}

function refuseLiars(): void {
  const name = liar();
  if (name) throw new chai.AssertionError(`The code replaced an element's own ${name}.`);
}

// expect keeps its state here, in an object with own methods, so that no other code gets expect.
const states = (vault as any)[Symbol.for("matchers-object")];
for (const key of ["get", "set", "has"]) setOwn(states, key, states[key]);

export const expect: any = (value: unknown, message?: string) => {
  refuse();
  refuseLiars();
  setState({ assertionCalls: (getState(expect).assertionCalls ?? 0) + 1 }, expect);
  return guard(chai.expect(value, message) as object);
};
Object.assign(expect, chai.expect, (vault as any)[ASYMMETRIC_MATCHERS_OBJECT]);
expect.getState = () => getState(expect);
expect.setState = (state: object) => setState(state as never, expect);
expect.extend = (matchers: object) => (chai.expect as any).extend(expect, matchers);
expect.addEqualityTesters = (testers: never) => addCustomEqualityTesters(testers);
expect.unreachable = (message?: string) => chai.assert.fail(`expected ${message ? `"${message}" ` : ""}not to be reached`);
Object.defineProperty(vault, GLOBAL_EXPECT, { value: expect, configurable: true, writable: true });
setState({ assertionCalls: 0, isExpectingAssertions: false, expectedAssertionsNumber: null } as never, expect);

let expected: number | null = null;
let wantsAny = false;
expect.assertions = (n: number) => { expected = n; };
expect.hasAssertions = () => { wantsAny = true; };

/** Call this before each test. */
export function beginTest(): void {
  setState({ assertionCalls: 0 } as never, expect);
  expected = null;
  wantsAny = false;
}

/** Throws when `expect.assertions` or `hasAssertions` was not fulfilled. */
export function endTest(): void {
  const calls = getState(expect).assertionCalls;
  if (expected !== null && calls !== expected) throw new chai.AssertionError(`expected ${expected} assertions, got ${calls}`);
  if (wantsAny && !calls) throw new chai.AssertionError("expected an assertion, got none");
}
export { chai };
