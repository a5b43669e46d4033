/**
 * A Function.prototype.toString that hides some sources. A function of the checks that contains an expectation would tell the answer what is
 * expected. For an answer that consists of tests it is the other way round: the given code would tell them which version it is.
 */
import { apply, exec, indexOf } from "./primordials";

const EXPECTS = /\b(?:expect|assert)|\.should\b/;
const NATIVE = "function () { [native code] }";
const native = Function.prototype.toString;
let isHidden = (_source: string): boolean => false;
const hiding = { toString(this: unknown): string {
  const source: string = apply(native, this as never, []);
  return isHidden(source) ? NATIVE : source;
} };

/** checks, answer: the code of both. areTests: whether the answer is the checks, and the other code is given. Runs before a candidate. */
export function hideSources(checks: string, answer: string, areTests: boolean): void {
  isHidden = areTests
    ? (source) => indexOf(answer, source) >= 0
    : (source) => exec(EXPECTS, source) !== null && indexOf(checks, source) >= 0 && indexOf(answer, source) < 0;
}

/** The hiding form of Function.prototype.toString; undefined for other functions. Runs before a candidate. */
export const hidingForm = (value: unknown): unknown => (value === native ? hiding.toString : undefined);
