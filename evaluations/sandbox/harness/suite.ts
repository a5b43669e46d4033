/** describe, it, hooks: collects the checks of a file and runs them in order. Vitest's and Jest's words, our loop. */
import { pace } from "./pace";
import { bare, describe as text, safe, tampered } from "./plain";
import type { CheckResult } from "./wire";

type Body = (context?: unknown) => unknown;
type Mode = "run" | "skip" | "only" | "todo";
interface Test { name: string; body: Body; mode: Mode; timeoutMs: number; group: Group; isFailing: boolean }
interface Group { name: string; parent: Group | null; mode: Mode; hooks: Record<Hook, Body[]>; tests: (Test | Group)[] }
type Hook = "beforeAll" | "afterAll" | "beforeEach" | "afterEach";

const newGroup = (name: string, parent: Group | null, mode: Mode): Group =>
  ({ name, parent, mode, hooks: { beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] }, tests: [] });
const isGroup = (item: Test | Group): item is Group => "tests" in item;

export class Suite {
  private root = newGroup("", null, "run");
  private current = this.root;
  private hasOnly = false;
  private isOpen = true;
  results: CheckResult[] = [];
  count = 0;

  constructor(private testTimeoutMs: number, private beforeTest: () => void) {}

  private addTest = (mode: Mode, name: unknown, body: unknown, options: unknown, isFailing = false): void => {
    if (!this.isOpen) throw new safe.Error("A test cannot be defined while tests run.");
    if (typeof body !== "function" && typeof options === "function") [body, options] = [options, body];
    const given = typeof options === "number" ? options : (options as { timeout?: number } | undefined)?.timeout;
    if (mode === "only") this.hasOnly = true;
    if (typeof body !== "function") mode = "todo";
    const timeoutMs = Math.min(given === undefined ? this.testTimeoutMs : given * pace.stretch, this.testTimeoutMs);
    this.current.tests.push({ name: safe.String(name), body: body as Body, mode, timeoutMs, group: this.current, isFailing });
    this.count++;
  };

  private addGroup = (mode: Mode, name: unknown, body: unknown): void => {
    const title = typeof name === "function" ? (name as { name: string }).name : safe.String(name);
    const group = newGroup(title, this.current, mode);
    if (mode === "only") this.hasOnly = true;
    this.current.tests.push(group);
    this.current = group;
    try {
      if (typeof body === "function") body();
    } finally {
      this.current = group.parent!;
    }
  };

  /** The words a check file uses. */
  api(): Record<string, unknown> {
    const test = this.words((mode, n, b, o) => this.addTest(mode, n, b, o));
    test.fails = (n: unknown, b: unknown, o: unknown) => this.addTest("run", n, b, o, true);
    test.failing = test.fails;
    test.concurrent = test;
    const group = this.words((mode, n, b) => this.addGroup(mode, n, b));
    const hook = (kind: Hook) => (body: Body) => { this.current.hooks[kind].push(body); };
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
      word.each = (...table: any[]) => (name: string, body: (...row: any[]) => unknown, o: unknown) =>
        rowsOf(table).forEach((row, i) => add(mode, format(name, row, i), () => body(...row), o));
      return word;
    };
    const word = make("run");
    Object.assign(word, { only: make("only"), skip: make("skip"), todo: make("todo") });
    word.skipIf = (condition: unknown) => (condition ? word.skip : word);
    word.runIf = (condition: unknown) => (condition ? word : word.skip);
    word.sequential = word;
    return word;
  }

  /** Runs everything collected; never throws. */
  async run(): Promise<void> {
    this.isOpen = false;
    await this.runGroup(this.root, "", false, false);
  }

  private async runGroup(group: Group, path: string, isSkipped: boolean, isOnly: boolean): Promise<void> {
    const hookError = isSkipped ? undefined : await this.hooks(group.hooks.beforeAll);
    for (const item of group.tests) {
      const name = path ? `${path} > ${item.name}` : item.name;
      const skip = isSkipped || item.mode === "skip" || item.mode === "todo";
      const only = isOnly || item.mode === "only";
      if (isGroup(item)) await this.runGroup(item, name, skip, only);
      else await this.runTest(item, name, skip || (this.hasOnly && !only), hookError);
    }
    if (!isSkipped) await this.hooks(group.hooks.afterAll);
  }

  private async hooks(bodies: Body[]): Promise<unknown> {
    for (const body of bodies) {
      const error = await settle(body, this.testTimeoutMs);
      if (error) return error;
    }
    return undefined;
  }

  /** Takes away what the last test left; what is thrown there is its fault. */
  private endLast(): void {
    for (let tries = 0; tries < 2; tries++) {
      try {
        return this.beforeTest();
      } catch (error) {
        const last = this.results.at(-1);
        if (last?.verdict === "passed") Object.assign(last, { verdict: "failed", message: text(error), kind: "exception" });
      }
    }
  }

  private async runTest(test: Test, name: string, isSkipped: boolean, hookError: unknown): Promise<void> {
    if (isSkipped) {
      this.results.push({ name, verdict: "skipped", message: "", kind: "", duration_ms: 0 });
      return;
    }
    const begun = safe.now();
    this.endLast();
    const chain: Group[] = [];
    for (let g: Group | null = test.group; g; g = g.parent) chain.unshift(g);
    let failure = hookError ?? (await this.hooks(chain.flatMap((g) => g.hooks.beforeEach)));
    failure ??= await settle(test.body, test.timeoutMs);
    const after = await this.hooks(chain.toReversed().flatMap((g) => g.hooks.afterEach));
    failure ??= after;
    if (test.isFailing) failure = failure ? undefined : { error: new safe.Error("expected to fail, but passed"), kind: "assertion" };
    this.results.push(result(name, failure as Failure | undefined, safe.now() - begun));
  }
}

interface Failure { error: unknown; kind: CheckResult["kind"] }

function result(name: string, failure: Failure | undefined, duration_ms: number): CheckResult {
  const changed = tampered();
  if (changed) return { name, verdict: "failed", message: `The code replaced the built-in ${changed}.`, kind: "assertion", duration_ms };
  if (!failure) return { name, verdict: "passed", message: "", kind: "", duration_ms };
  return { name, verdict: "failed", message: text(failure.error), kind: failure.kind, duration_ms };
}

/** Runs one body with its limit; the failure, or undefined. A body that takes a parameter gets a Jest-style `done`. */
async function settle(body: Body, timeoutMs: number): Promise<Failure | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new safe.Promise<Failure>((resolve) => {
    timer = safe.setTimeout(() => resolve(bare({ error: new safe.Error(`took longer than ${timeoutMs} ms`), kind: "timeout" })), timeoutMs);
  });
  const work = (async () => {
    try {
      if (body.length > 0 && !/^(async\s*)?(function\s*\w*\s*)?\(\s*\{/.test(Function.prototype.toString.call(body))) {
        await new safe.Promise((resolve, reject) => {
          const done: any = (error?: unknown) => (error ? reject(error) : resolve(undefined));
          done.fail = reject;
          body(done);
        });
      } else await body({});
      return undefined;
    } catch (error) {
      return bare({ error, kind: isAssertion(error) ? "assertion" : "exception" }) as Failure;
    }
  })();
  const first = await safe.Promise.race([work, late]);
  safe.clearTimeout(timer);
  return first;
}

/** Failed expectations: of expect, of Testing Library's queries and of node:assert. Everything else is an exception. */
export function isAssertion(error: unknown): boolean {
  if (!error || typeof error !== "object") return false;
  try {
    const name = safe.String((error as Error).name);
    return name === "AssertionError" || name === "TestingLibraryElementError" || "matcherResult" in error || ("actual" in error && "expected" in error);
  } catch {
    return false;
  }
}

function rowsOf(table: any[]): any[][] {
  const [first, ...rest] = table;
  if (first && Array.isArray((first as { raw?: unknown }).raw)) {
    const names = first[0].split("|").map((part: string) => part.trim()).filter(Boolean);
    const rows: any[][] = [];
    for (let i = 0; i < rest.length; i += names.length)
      rows.push([Object.fromEntries(names.map((name: string, j: number) => [name, rest[i + j]]))]);
    return rows;
  }
  return (first as any[]).map((row) => (Array.isArray(row) ? row : [row]));
}

function format(name: string, row: any[], index: number): string {
  let i = 0;
  const filled = name.replace(/%([sdifjoOp#%])/g, (_, kind) => {
    if (kind === "%") return "%";
    if (kind === "#") return String(index);
    const value = row[i++];
    return typeof value === "string" ? value : JSON.stringify(value) ?? String(value);
  });
  const first = row[0];
  if (first === null || typeof first !== "object") return filled;
  return filled.replace(/\$(\w+)/g, (whole, key) => (key in first ? String(first[key]) : whole));
}
