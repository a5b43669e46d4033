/** One case in one realm: build, load, run the checks. The same in both lanes. */
import * as consoleLines from "./console";
import { beginTest, chai, endTest, expect, guardBy } from "./expect";
import { BuildError, Modules } from "./modules";
import { explainMissing, missingName } from "./missing";
import { api, mockApi } from "./mocks";
import { putBy } from "./locks";
import { pace } from "./pace";
import { bare, describe, lockBuiltIns, safe, tampered, touched, watchLocked } from "./plain";
import { candidates, isComponent, pickExport, type Wanted } from "./pick";
import { isAssertion, Suite } from "./suite";
import { tagged, type CheckResult, type Job, type Result } from "./wire";

guardBy?.(touched);
export interface Lane {
  packages: Record<string, (isForChecks: boolean) => unknown>;
  checksModule: (job: Job, modules: () => Modules) => Record<string, unknown>;
  afterLoad: () => void;
  beforeTest: () => void;
}

export function laneOf(lane: Lane): (job: Job) => Promise<Result> {
  return async (job) => {
    // The browser is to wait for this promise before the candidate can touch promises: it asks for their constructor.
    for (let i = 0; i < 4; i++) await undefined;
    try {
      return await run(job, lane);
    } catch (error) {
      return broken(error);
    }
  };
}

/** The harness itself stumbled, over something the code did to it. */
function broken(error: unknown): Result {
  const message = describe(error);
  return bare({ stage: "load", error: message, checks: [], console: consoleLines.lines, captured: {}, tampered: tampered(), isScript: false });
}

async function run(job: Job, lane: Lane): Promise<Result> {
  pace.stretch = job.stretch;
  const result: Result = bare({ stage: "build", error: "", checks: [], console: consoleLines.lines, captured: {}, tampered: "", isScript: false });
  const failedAsserts: string[] = [];
  const uncaught: string[] = [];
  const free = putBy(job.checkPaths.map((path) => job.modules[path]?.code ?? "").join("\n"));
  consoleLines.takeOver((message) => failedAsserts.push(message), free);
  for (const name of ["lodash", "mathjs"]) if (job.required.includes(name)) lockComparers(lane.packages[name](true));
  lockBuiltIns(free);
  listen((message) => { uncaught.push(message); consoleLines.note("exception", message); });

  // A file that names no test can only be a script.
  const isScript = !/\b(?:test|it|describe)\b/.test(job.modules[job.checksPath].code);
  const timers = isScript ? countTimers() : () => 0;
  let isCounted = true;
  const beforeTest = (): void => { if (isCounted) lane.beforeTest(); if (job.clearsMocks) api.clearAllMocks(); beginTest?.(); };
  const suite = new Suite(Math.min(job.timeoutMs, 10_000 * job.stretch), beforeTest);
  const capture = (name: unknown, value: unknown) => { result.captured[safe.String(name)] = tagged(value); };
  const words = suite.api();
  const modules: Modules = new Modules(
    job, lane.packages,
    checkPackages(words, () => modules, { ...lane.checksModule(job, () => modules), capture, ...shared(job, () => modules) }),
    freeNames(words, () => modules),
  );
  if (endTest) (words.afterEach as (body: () => void) => void)(endTest);
  const budget = job.timeoutMs;
  try {
    modules.build();
    result.stage = "load";
    modules.loadUnnamed();
    modules.file(job.checksPath);
    lane.afterLoad();
    result.stage = "checks";
  } catch (error) {
    result.error = describe(error);
    result.tampered = tampered();
    const missing = error instanceof BuildError ? "" : missingName(result.error, job, modules);
    if (error instanceof BuildError) result.stage = "build";
    else if (missing) Object.assign(result, { stage: "checks", error: "", isScript, checks: [script(job, missing, "assertion")] });
    else if (suite.count === 0 && isAssertion(error)) Object.assign(result, { stage: "checks", error: "", isScript: true, checks: [script(job, result.error, "assertion")] });
    return result;
  }
  if (suite.count === 0) {
    result.isScript = true;
    if (Object.values(job.modules).some(({ code }) => LATER.test(code))) await settled(budget, uncaught, timers);
    const message = failedAsserts[0] ?? uncaught[0] ?? "";
    result.checks = [script(job, message, message ? (failedAsserts.length ? "assertion" : "exception") : "")];
    explainMissing(result.checks, job, modules);
  } else {
    await suite.run();
    result.checks = suite.results;
    explainMissing(result.checks, job, modules);
  }
  isCounted = false;
  result.tampered = tampered();
  return result;
}

// Of packages that an answer can import too.
const COMPARERS = ["isEqual", "isEqualWith", "isMatch", "eq", "every", "some", "includes", "isEmpty", "difference", "xor", "equal", "deepEqual", "compare"];
function lockComparers(given: any): void {
  const library = given.default ?? given;
  watchLocked(library, COMPARERS.filter((key) => key in library));
}

function script(job: Job, message: string, kind: CheckResult["kind"]): CheckResult {
  return { name: job.checksPath, verdict: message ? "failed" : "passed", message, kind, duration_ms: 0 };
}

// Waiting for what cannot come would take longer than most scripts do.
const LATER = /\b(?:async|await|Promise|setTimeout|setInterval|setImmediate|requestAnimationFrame|queueMicrotask|then|postMessage|addEventListener)\b|\bon[a-z]+\s*=/;

/** Counts the timers of a script that are still to come, as Node does before it ends. */
function countTimers(): () => number {
  const pending = new Set<unknown>();
  const g = globalThis as any;
  g.setTimeout = (body: unknown, ms?: number, ...values: unknown[]) => {
    const id = safe.setTimeout(() => {
      pending.delete(id);
      if (typeof body === "function") body(...values);
    }, ms);
    pending.add(id);
    return id;
  };
  g.clearTimeout = (id: number) => { pending.delete(id); safe.clearTimeout(id); };
  return () => pending.size;
}

/** Lets promises and timers of a script end, so that their exceptions count. */
async function settled(budgetMs: number, uncaught: string[], timers: () => number): Promise<void> {
  const begun = safe.now();
  while (!uncaught.length) {
    const waited = safe.now() - begun;
    if (waited > budgetMs || (waited > 30 && !timers())) return;
    await new safe.Promise((resolve) => safe.setTimeout(resolve, 5));
  }
}

function listen(heard: (message: string) => void): void {
  globalThis.addEventListener("error", (event: any) => { heard(describe(event.error ?? event.message)); event.preventDefault(); });
  globalThis.addEventListener("unhandledrejection", (event: any) => { heard(describe(event.reason)); event.preventDefault(); });
}

function bytes(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

/** Throws, with the names there are, when there is none of this one. */
export function demandFixture(job: Job, name: string): void {
  if (!(name in job.fixtures)) throw new safe.Error(`No fixture "${name}". There are: ${Object.keys(job.fixtures).join(", ") || "none"}.`);
}

function shared(job: Job, modules: () => Modules): Record<string, unknown> {
  return {
    fixture: (name: string) => {
      demandFixture(job, name);
      return bytes(job.fixtures[name]);
    },
    pickExport: (namespace: unknown, wanted?: Wanted) => pickExport(namespace, wanted, modules().loadedAnswers()),
    isComponent,
    patience: job.stretch,
    candidates: (namespace: unknown, wanted?: Wanted) => candidates(namespace, wanted, modules().loadedAnswers()),
  };
}

function checkPackages(words: Record<string, unknown>, modules: () => Modules, own: Record<string, unknown>): Record<string, unknown> {
  const mocks = mockApi((name, factory) => modules().mock(name, factory), (name) => modules().actual(name));
  const vitest = { ...words, expect, vi: mocks, vitest: mocks, assert: chai?.assert, __esModule: true };
  const jest = { ...words, expect, jest: mocks, __esModule: true };
  return { vitest, "@jest/globals": jest, expect: { __esModule: true, default: expect, expect }, chai: { ...chai, __esModule: true }, bakeoff: { ...own, __esModule: true } };
}

/** Checks written for Node listen to its process; of that a rejection that nobody handles is all that happens here. */
const rejected = (once: boolean) => (event: string, listener: (reason: unknown) => void): unknown => {
  if (event === "unhandledRejection") globalThis.addEventListener("unhandledrejection", (rejection: any) => listener(rejection.reason), { once });
  return PROCESS;
};
const nothing = (): unknown => PROCESS;
const PROCESS = { env: { NODE_ENV: "test" }, on: rejected(false), once: rejected(true), off: nothing, removeListener: nothing, emitWarning: nothing };

function freeNames(words: Record<string, unknown>, modules: () => Modules): Record<string, unknown> {
  const mocks = mockApi((name, factory) => modules().mock(name, factory), (name) => modules().actual(name));
  return { ...words, expect, vi: mocks, jest: mocks, global: globalThis, process: PROCESS };
}
