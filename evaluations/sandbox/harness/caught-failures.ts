/**
 * Expectations that failed although the test passed: the answer called a function of the checks and caught its exception. Otherwise it could
 * try one value after the other, or read the expected one from the exception.
 */
import { describe } from "./builtins-guard";
import { slice } from "./primordials";

// In these forms the checks themselves catch failures.
const CHECKS_CATCH = /\bcatch\b|waitFor|allSettled|\brejects\b|poll|[rR]etr(?:y|ies)|[uU]ntil/;
let isCounted = false;
let first = "";

/** code: of the checks. Runs before a candidate. */
export function countCaught(code: string): void {
  isCounted = !CHECKS_CATCH.test(code);
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
