/** describe, it, hooks: collects the checks of a file and runs them in order. The API is Vitest's and Jest's, the loop is our own. */
import { pace } from "./time-stretch";
import { liar } from "./overridden-readers";
import { describe as text, safe, tampered } from "./builtins-guard";
import { caught, forgetFailures } from "./caught-failures";
import { apply, bare, exec, hasOwn, heard, newList, newPromise, own, setOwn, sourceOf } from "./primordials";
import { rowsOf, titleOf } from "./test-each-table";
import type { CheckResult } from "./protocol";

type Body = (context?: unknown) => unknown;
type Mode = "run" | "skip" | "only" | "todo";
interface Test { name: string; body: Body; mode: Mode; timeoutMs: number; group: Group; isFailing: boolean; tests: null }
interface Group { name: string; parent: Group | null; mode: Mode; hooks: Record<Hook, Body[]>; tests: (Test | Group)[] }
type Hook = "beforeAll" | "afterAll" | "beforeEach" | "afterEach";
interface Failure { message: string; kind: CheckResult["kind"] }

// Tests, groups, results and failures have no prototype, so no setter or getter notices reads and writes.
const newHooks = (): Record<Hook, Body[]> => bare({ beforeAll: newList(), afterAll: newList(), beforeEach: newList(), afterEach: newList() });
const newGroup = (name: string, parent: Group | null, mode: Mode): Group => bare({ name, parent, mode, hooks: newHooks(), tests: newList() });

export class Suite {
  private root = newGroup("", null, "run");
  private current = this.root;
  private hasOnly = false;
  private isOpen = true;
  results = newList<CheckResult>();
  count = 0;

  constructor(private testTimeoutMs: number, private beforeTest: () => void) {}

  private addTest = (mode: Mode, name: unknown, first: unknown, second: unknown, isFailing = false): void => {
    if (!this.isOpen) throw new safe.Error("A test cannot be defined while tests run.");
    const isSwapped = typeof first !== "function" && typeof second === "function";
    const body = isSwapped ? second : first;
    const options = isSwapped ? first : second;
    const given = typeof options === "number" ? options : (options as { timeout?: number } | undefined)?.timeout;
    if (mode === "only") this.hasOnly = true;
    if (typeof body !== "function") mode = "todo";
    const ownMs = typeof given === "number" ? given * pace.ofLimits : this.testTimeoutMs;
    const timeoutMs = ownMs < this.testTimeoutMs ? ownMs : this.testTimeoutMs;
    const { tests } = this.current;
    tests[tests.length] = bare({ name: safe.String(name), body: body as Body, mode, timeoutMs, group: this.current, isFailing, tests: null });
    this.count++;
  };

  private addGroup = (mode: Mode, name: unknown, body: unknown): void => {
    const title = typeof name === "function" ? (name as { name: string }).name : safe.String(name);
    const group = newGroup(title, this.current, mode);
    if (mode === "only") this.hasOnly = true;
    const { tests } = this.current;
    tests[tests.length] = group;
    this.current = group;
    try {
      if (typeof body === "function") body();
    } finally {
      this.current = group.parent!;
    }
  };

  /** The functions for check files. */
  api(): Record<string, unknown> {
    const test = this.words((mode, n, b, o) => this.addTest(mode, n, b, o));
    test.fails = (n: unknown, b: unknown, o: unknown) => this.addTest("run", n, b, o, true);
    test.failing = test.fails;
    test.concurrent = test;
    const group = this.words((mode, n, b) => this.addGroup(mode, n, b));
    const hook = (kind: Hook) => (body: Body) => {
      const bodies = this.current.hooks[kind];
      bodies[bodies.length] = body;
    };
    const skipped = { test: test.skip, it: test.skip, describe: group.skip };
    return {
      test, it: test, describe: group, suite: group, xtest: skipped.test, xit: skipped.it, xdescribe: skipped.describe,
      fit: test.only, fdescribe: group.only, beforeAll: hook("beforeAll"), afterAll: hook("afterAll"),
      beforeEach: hook("beforeEach"), afterEach: hook("afterEach"),
    };
  }

  private words(add: (mode: Mode, name: unknown, body: unknown, options?: unknown) => void): any {
    const make = (mode: Mode) => {
      const word: any = (n: unknown, b: unknown, o: unknown) => add(mode, n, b, o);
      word.each = (...table: any[]) => (name: string, body: Body, o: unknown) => {
        const rows = rowsOf(table);
        for (let i = 0; i < rows.length; i++) add(mode, titleOf(name, rows[i], i), () => apply(body, undefined, rows[i]), o);
      };
      return word;
    };
    const word = make("run");
    word.only = make("only");
    word.skip = make("skip");
    word.todo = make("todo");
    word.skipIf = (condition: unknown) => (condition ? word.skip : word);
    word.runIf = (condition: unknown) => (condition ? word : word.skip);
    word.sequential = word;
    return word;
  }

  /** Runs all collected checks. Never throws. */
  async run(): Promise<void> {
    this.isOpen = false;
    await own(this.runGroup(this.root, "", false, false));
  }

  private async runGroup(group: Group, path: string, isSkipped: boolean, isOnly: boolean): Promise<void> {
    const hookFailure = isSkipped ? undefined : await own(this.runHooks(group.hooks.beforeAll));
    for (let i = 0; i < group.tests.length; i++) {
      const item = group.tests[i];
      const name = path ? `${path} > ${item.name}` : item.name;
      const skip = isSkipped || item.mode === "skip" || item.mode === "todo";
      const only = isOnly || item.mode === "only";
      if (item.tests) await own(this.runGroup(item, name, skip, only));
      else await own(this.runTest(item, name, skip || (this.hasOnly && !only), hookFailure));
    }
    if (!isSkipped) await own(this.runHooks(group.hooks.afterAll));
  }

  private async runHooks(bodies: Body[]): Promise<Failure | undefined> {
    for (let i = 0; i < bodies.length; i++) {
      const failure = await settle(bodies[i], this.testTimeoutMs);
      if (failure) return failure;
    }
    return undefined;
  }

  /** Cleans up after the last test. Errors count against that test. */
  private endLast(): void {
    for (let tries = 0; tries < 2; tries++) {
      try {
        return this.beforeTest();
      } catch (error) {
        const { results } = this;
        const last = results.length ? results[results.length - 1] : undefined;
        if (last?.verdict === "passed") results[results.length - 1] = failed(last.name, text(error), "exception", last.duration_ms);
      }
    }
  }

  private async runTest(test: Test, name: string, isSkipped: boolean, hookFailure: Failure | undefined): Promise<void> {
    const { results } = this;
    if (isSkipped) {
      results[results.length] = bare({ name, verdict: "skipped", message: "", kind: "", duration_ms: 0 });
      return;
    }
    const begun = safe.now();
    this.endLast();
    forgetFailures();
    const chain = newList<Group>(); // the innermost first
    for (let g: Group | null = test.group; g; g = g.parent) chain[chain.length] = g;
    let failure = hookFailure;
    for (let i = chain.length - 1; i >= 0 && !failure; i--) failure = await own(this.runHooks(chain[i].hooks.beforeEach));
    failure ??= await settle(test.body, test.timeoutMs);
    for (let i = 0; i < chain.length; i++) {
      const after = await own(this.runHooks(chain[i].hooks.afterEach));
      failure ??= after;
    }
    if (!failure && !test.isFailing && caught()) failure = bare<Failure>({ message: caught(), kind: "assertion" });
    if (test.isFailing) failure = failure ? undefined : bare<Failure>({ message: "Error: expected to fail, but passed", kind: "assertion" });
    results[results.length] = resultOf(name, failure, safe.now() - begun);
  }
}

function failed(name: string, message: string, kind: CheckResult["kind"], duration_ms: number): CheckResult {
  return bare({ name, verdict: "failed", message, kind, duration_ms });
}

function resultOf(name: string, failure: Failure | undefined, duration_ms: number): CheckResult {
  const changed = tampered();
  if (changed) return failed(name, `The code replaced the built-in ${changed}.`, "assertion", duration_ms);
  const lies = failure ? "" : liar();
  if (lies) return failed(name, `The code replaced an element's own ${lies}.`, "assertion", duration_ms);
  if (!failure) return bare({ name, verdict: "passed", message: "", kind: "", duration_ms });
  return failed(name, failure.message, failure.kind, duration_ms);
}

/** Runs one body with its time limit. Returns the failure or undefined. */
function settle(body: Body, timeoutMs: number): Promise<Failure | undefined> {
  return newPromise((resolve) => {
    const late: Failure = bare({ message: `Error: took longer than ${timeoutMs} ms`, kind: "timeout" });
    const timer = safe.setTimeout(() => resolve(late), timeoutMs);
    void attempt(body, (failure) => {
      safe.clearTimeout(timer);
      resolve(failure);
    });
  });
}

/** Runs one body to its end without a limit. Never throws. */
async function attempt(body: Body, end: (failure: Failure | undefined) => void): Promise<void> {
  let failure: Failure | undefined;
  try {
    await heard(begin(body));
  } catch (error) {
    failure = bare<Failure>({ message: text(error), kind: isAssertion(error) ? "assertion" : "exception" });
  }
  end(failure);
}

const TAKES_AN_OBJECT = /^(async\s*)?(function\s*\w*\s*)?\(\s*\{/;
/** The result of a body. A body with a parameter gets a Jest-style `done`, and ends when it calls that. */
function begin(body: Body): unknown {
  if (!(body.length > 0) || exec(TAKES_AN_OBJECT, sourceOf(body))) return body({});
  return newPromise<void>((resolve, reject) => {
    const done = (error?: unknown): void => (error ? reject(error) : resolve());
    setOwn(done, "fail", reject);
    body(done);
  });
}

/** Whether an error is a failed expectation of expect, of Testing Library's queries or of node:assert. All other errors are exceptions. */
export function isAssertion(error: unknown): boolean {
  if (!error || typeof error !== "object") return false;
  try {
    const name = safe.String((error as Error).name);
    if (name === "AssertionError" || name === "TestingLibraryElementError") return true;
    return hasOwn(error, "matcherResult") || (hasOwn(error, "actual") && hasOwn(error, "expected"));
  } catch {
    return false;
  }
}
