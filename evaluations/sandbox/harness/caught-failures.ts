/**
 * Expectations that failed although the test passed: the answer called a function of the checks and caught its exception. Otherwise it could
 * try one value after the other, or read the expected one from the exception.
 */
import { describe } from "./builtins-guard";
import { slice } from "./primordials";

// In these forms the checks themselves catch failures.
const CHECKS_CATCH = /\bcatch\b|waitFor|allSettled|\brejects\b|poll|[rR]etr(?:y|ies)|[uU]ntil/;
const NAME = String.raw`\s*(\+\+\s*)?([\w$]+)(\s*\+\+)?\s*`;
const LATER = String.raw`(?:>\s*[1-9]|>=\s*(?:[2-9]|1\d)|\)\s*\.\s*toBeGreaterThan\(\s*[1-9]|\)\s*\.\s*toBeGreaterThanOrEqual\(\s*(?:[2-9]|1\d))`;
const EARLIER = String.raw`(?:<\s*(?:[2-9]|1\d)|<=\s*[1-9])\d*\s*\)\s*(?:\{\s*)?(?:assert|expect|_)[\w$.]*\.fail\b`;
/** `assert(calls > 2)`, `if (calls < 3) assert.fail()`: what fails while a number is small. */
const WANTS_MORE = [String.raw`(?:assert|expect)[\w$.]*\((?:void 0, )?${NAME}${LATER}`, String.raw`\bif\s*\(${NAME}${EARLIER}`].map((form) => new RegExp(form, "g"));
const BEFORE = 300; // characters in which the number is counted

/** Whether a callback counts its own calls and expects a number that the first call cannot have. Runs before a candidate. */
function wantsMoreCalls(code: string): boolean {
  for (const form of WANTS_MORE)
    for (const { 1: first, 2: name, 3: last, index } of code.matchAll(form)) {
      const [before] = /[^{}]*$/.exec(code.slice(Math.max(0, index - BEFORE), index))!;
      const counter = name.replace(/\$/g, "\\$&");
      if (first || last || new RegExp(String.raw`(?<![\w$.])${counter}\s*(?:\+\+|\+=\s*1\b)|\+\+\s*${counter}(?![\w$])`).test(before)) return true;
    }
  return false;
}

let isCounted = false;
let first = "";

/** code: of the checks. Runs before a candidate. */
export function countCaught(code: string): void {
  isCounted = !CHECKS_CATCH.test(code) && !wantsMoreCalls(code);
}

/** Call this when an expectation fails. */
export function noteFailure(error: unknown): void {
  if (isCounted) first ||= describe(error);
}

/** Call this before each test. */
export function forgetFailures(): void {
  first = "";
}

/** Runs a body in which expectations may fail, because its exception is expected. */
export function expectingFailures<T>(body: () => T): T {
  const before = first;
  const result = body();
  first = before;
  return result;
}

/** The message for a test in which an expectation failed but nothing was thrown; "" without one. */
export const caught = (): string => (first ? `An expectation failed, and the answer caught its exception: ${slice(first, 0, 500)}` : "");
