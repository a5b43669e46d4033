/** Runs one case in one realm: build, load, run the checks. Both lanes use it. */
import { bytesOf } from "./bytes";
import { caught, countCaught, expectingFailures, noteFailure } from "./caught-failures";
import * as consoleLines from "./console";
import { beginTest, chai, endTest, expect, guardBy, hearFailures } from "./expect";
import { hideSources } from "./hidden-sources";
import { isBuildError, Modules } from "./modules";
import { missingName } from "./missing-names";
import { api, mockApi } from "./mocks";
import { putBy } from "./locks";
import { pace } from "./time-stretch";
import { describe, lockBuiltIns, safe, tampered, touched, watchLocked } from "./builtins-guard";
import { candidates, isComponent, pickExport, type Wanted } from "./choose-export";
import { bare, hasOwn, newList, newPromise, own, slice, stringify, type Names } from "./primordials";
import { isAssertion, Suite } from "./suite";
import { countTimers } from "./script-timers";
import { hearRejections, hearUncaught } from "./uncaught";
import { tagged, type CheckResult, type Job, type Result } from "./protocol";

guardBy?.(touched);
hearFailures?.(noteFailure, expectingFailures);
/** The compiled code of the checks and of the answer, and the names that the checks replace (putBy). */
export interface Codes { checks: string; answer: string; free: Names | null }
export interface Lane {
  packages: Record<string, (isForChecks: boolean) => unknown>;
  lock?: (codes: Codes) => void; // locks what only this lane has, before the built-ins
  checksModule: (job: Job, modules: () => Modules) => Record<string, unknown>;
  afterLoad: () => void;
  beforeTest: () => void;
  isTaken: (name: string) => boolean; // whether a name that an answer may declare means the realm's own in the checks
}

/** The result as one text, which no code of the candidate can change. */
export function laneOf(lane: Lane): (job: Job) => Promise<string> {
  return async (job) => {
    // The browser must start to wait for this promise before the candidate can change promises, because it reads their constructor.
    for (let i = 0; i < 4; i++) await undefined;
    const result: Result = bare({ stage: "build", error: "", checks: newList(), console: consoleLines.lines, captured: bare({}), tampered: "", isScript: false });
    try {
      await own(run(job, lane, result));
    } catch (error) {
      // The harness itself failed because of a change by the candidate's code.
      result.stage = "load";
      result.error = describe(error);
      result.checks = newList();
    }
    result.tampered = tampered();
    return stringify(result);
  };
}

async function run(job: Job, lane: Lane, result: Result): Promise<void> {
  pace.stretch = job.stretch;
  pace.ofLimits = job.limitStretch;
  const failedAsserts = newList<string>();
  const uncaught = newList<string>();
  const { isLater, isScript } = kindOf(job);
  const timers = isScript ? countTimers() : () => 0; // before the timers are locked
  prepare(job, lane, failedAsserts, uncaught);
  let isCounted = true;
  const beforeTest = (): void => { if (isCounted) lane.beforeTest(); if (job.clearsMocks) api.clearAllMocks(); beginTest?.(); };
  const longestMs = 10_000 * job.limitStretch;
  const suite = new Suite(job.timeoutMs < longestMs ? job.timeoutMs : longestMs, beforeTest);
  const modules = modulesOf(job, lane, suite, result);
  try {
    modules.build();
    result.stage = "load";
    modules.loadUnnamed();
    modules.file(job.checksPath);
    lane.afterLoad();
    result.stage = "checks";
  } catch (error) {
    const message = describe(error);
    const missing = isBuildError(error) ? "" : explained(message, job, modules);
    if (isBuildError(error)) result.stage = "build";
    else if (missing) return endScript(job, result, missing, "assertion", isScript);
    else if (suite.count === 0 && isAssertion(error)) return endScript(job, result, message, "assertion");
    result.error = message;
    return undefined;
  }
  if (suite.count === 0) {
    if (isLater) await own(settled(job.timeoutMs, uncaught, timers));
    const failed = failedAsserts.length ? failedAsserts[0] : caught();
    const message = failed || (uncaught.length ? uncaught[0] : "");
    endScript(job, result, message, message ? (failed ? "assertion" : "exception") : "");
  } else {
    await own(suite.run());
    result.checks = suite.results;
  }
  explain(result.checks, job, modules);
  isCounted = false;
  return undefined;
}

/** The compiled code of the checks, or of the answer. Runs before a candidate. */
export const codeOf = (job: Job, areChecks: boolean): string =>
  Object.keys(job.modules).filter((path) => job.checkPaths.includes(path) === areChecks).map((path) => job.modules[path].code).join("\n");

/** Prepares the realm for the candidate. Runs before a candidate. */
function prepare(job: Job, lane: Lane, failedAsserts: string[], uncaught: string[]): void {
  const checks = codeOf(job, true);
  const answer = codeOf(job, false);
  const free = putBy(checks);
  lane.lock?.({ checks, answer, free });
  countCaught(checks);
  hideSources(checks, answer, job.mustDefineTests);
  consoleLines.takeOver((message) => { failedAsserts[failedAsserts.length] = message; }, free);
  for (const name of ["lodash", "mathjs"]) if (job.required.includes(name)) lockComparers(lane.packages[name](true));
  lockBuiltIns(free, checks);
  hearUncaught((message) => { uncaught[uncaught.length] = message; consoleLines.note("exception", message); });
}

/** Makes the case's files, with imports and globals of the checks. Runs before a candidate. */
function modulesOf(job: Job, lane: Lane, suite: Suite, result: Result): Modules {
  const words = suite.api();
  if (endTest) (words.afterEach as (body: () => void) => void)(endTest);
  const capture = (name: unknown, value: unknown): void => { result.captured[safe.String(name)] = tagged(value); };
  const modules: Modules = new Modules(
    job, lane.packages,
    checkPackages(words, () => modules, { ...lane.checksModule(job, () => modules), capture, ...shared(job, () => modules) }),
    freeNames(words, () => modules), lane.isTaken,
  );
  return modules;
}

// From packages that an answer can import too.
const COMPARERS = ["isEqual", "isEqualWith", "isMatch", "eq", "every", "some", "includes", "isEmpty", "difference", "xor", "equal", "deepEqual", "compare"];
/** Runs before a candidate. */
function lockComparers(given: any): void {
  const library = given.default ?? given;
  watchLocked(library, COMPARERS.filter((key) => key in library));
}

function endScript(job: Job, result: Result, message: string, kind: CheckResult["kind"], isScript = true): void {
  result.stage = "checks";
  result.isScript = isScript;
  result.checks[0] = bare({ name: job.checksPath, verdict: message ? "failed" : "passed", message, kind, duration_ms: 0 });
}

/** Checks that fail because of a missing name report it and count as failed expectations, because the answer did not crash. */
function explain(checks: CheckResult[], job: Job, modules: Modules): void {
  for (let i = 0; i < checks.length; i++) {
    const message = checks[i].kind === "exception" ? explained(checks[i].message, job, modules) : "";
    if (!message) continue;
    checks[i].message = message;
    checks[i].kind = "assertion";
  }
}

/** The sentence of missing-names.ts, which only reads texts. So a candidate can at most change a sentence about a failure. */
function explained(message: string, job: Job, modules: Modules): string {
  try {
    const sentence: unknown = missingName(message, job, modules);
    return typeof sentence === "string" ? slice(sentence, 0, 4000) : "";
  } catch {
    return "";
  }
}

// Waiting for something that cannot come would take longer than most scripts run.
const LATER = /\b(?:async|await|Promise|setTimeout|setInterval|setImmediate|requestAnimationFrame|queueMicrotask|then|postMessage|addEventListener)\b|\bon[a-z]+\s*=/;

/** Whether the checks must be a script, because they name no test, and whether timers may run later. Runs before a candidate. */
function kindOf(job: Job): { isLater: boolean; isScript: boolean } {
  const isScript = !/\b(?:test|it|describe)\b/.test(job.modules[job.checksPath].code);
  return { isLater: Object.values(job.modules).some(({ code }) => LATER.test(code)), isScript };
}

/** Waits for promises and timers of a script, so that their exceptions count. */
async function settled(budgetMs: number, uncaught: string[], timers: () => number): Promise<void> {
  const begun = safe.now();
  while (!uncaught.length) {
    const waited = safe.now() - begun;
    if (waited > budgetMs || (waited > 30 && !timers())) return;
    await newPromise<void>((resolve) => safe.setTimeout(resolve, 5));
  }
}

/** Throws with a list of the existing names if this one is missing. */
export function demandFixture(job: Job, name: string): void {
  if (hasOwn(job.fixtures, name)) return;
  let names = "";
  for (const known in job.fixtures) if (hasOwn(job.fixtures, known)) names += (names && ", ") + known;
  throw new safe.Error(`No fixture "${name}". There are: ${names || "none"}.`);
}

function shared(job: Job, modules: () => Modules): Record<string, unknown> {
  return {
    fixture: (name: string) => {
      demandFixture(job, name);
      return bytesOf(job.fixtures[name]);
    },
    pickExport: (namespace: unknown, criteria?: Wanted) => pickExport(namespace, criteria, modules().loadedAnswers()),
    isComponent,
    patience: job.stretch,
    candidates: (namespace: unknown, criteria?: Wanted) => candidates(namespace, criteria, modules().loadedAnswers()),
  };
}

/** Runs before a candidate. */
function checkPackages(words: Record<string, unknown>, modules: () => Modules, more: Record<string, unknown>): Record<string, unknown> {
  const mocks = mockApi((name, factory) => modules().mock(name, factory), (name) => modules().actual(name));
  const vitest = { ...words, expect, vi: mocks, vitest: mocks, assert: chai?.assert, __esModule: true };
  const jest = { ...words, expect, jest: mocks, __esModule: true };
  return { vitest, "@jest/globals": jest, expect: { __esModule: true, default: expect, expect }, chai: { ...chai, __esModule: true }, bakeoff: { ...more, __esModule: true } };
}

/** Checks for Node may listen to its process. Here only unhandled rejections are reported. */
const rejected = (once: boolean) => (event: string, listener: (reason: unknown) => void): unknown => {
  if (event === "unhandledRejection") hearRejections(listener, once);
  return PROCESS;
};
const nothing = (): unknown => PROCESS;
const PROCESS = { env: { NODE_ENV: "test" }, on: rejected(false), once: rejected(true), off: nothing, removeListener: nothing, emitWarning: nothing };

/** Runs before a candidate. */
function freeNames(words: Record<string, unknown>, modules: () => Modules): Record<string, unknown> {
  const mocks = mockApi((name, factory) => modules().mock(name, factory), (name) => modules().actual(name));
  return { ...words, expect, vi: mocks, jest: mocks, global: globalThis, process: PROCESS };
}
