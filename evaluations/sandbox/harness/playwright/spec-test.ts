/** Playwright's test(): collects the tests of a spec and runs them in order, each with a new context and page. */
import { Browser, type Context } from "./spec-context";
import { soft } from "./spec-expect";
import type { Page } from "./spec-page";
import { TimeoutError, limits, stray } from "./spec-driver-client";
import { pace } from "../time-stretch";
import { describe as text } from "../builtins-guard";
import type { CheckResult } from "../protocol";

type Body = (fixtures: any, info: any) => unknown;
type Mode = "run" | "skip" | "only" | "fail";
type Hook = "beforeAll" | "afterAll" | "beforeEach" | "afterEach";
interface Test { name: string; body: Body; mode: Mode; group: Group; isSlow: boolean; words: Extra }
interface Group { name: string; parent: Group | null; mode: Mode; hooks: Record<Hook, Body[]>; items: (Test | Group)[]; options: any; isSerial: boolean; timeout?: number }
/** Fixtures that the spec adds with test.extend. */
type Extra = Record<string, unknown>;

class Skip extends Error {}
const TEST_MS = 30_000;
const newGroup = (name: string, parent: Group | null, mode: Mode): Group =>
  ({ name, parent, mode, hooks: { beforeAll: [], afterAll: [], beforeEach: [], afterEach: [] }, items: [], options: {}, isSerial: false });
const chainOf = (group: Group | null): Group[] => (group ? [...chainOf(group.parent), group] : []);
/** The names that a body takes from its first parameter. Only these fixtures are set up. */
const fixtureNames = (body: Body): string[] => {
  const [, inside = ""] = /^(?:async\s*)?(?:function\s*\w*\s*)?\(?\s*\{([^}]*)\}/.exec(String(body)) ?? [];
  return inside.split(",").map((name) => name.split(/[:=]/)[0].trim()).filter(Boolean);
};

/** The fixtures of one test. They are made at their first use and end with the test. */
class Scene {
  private made: Record<string, unknown> = {};
  private ends: (() => Promise<void>)[] = [];

  constructor(private browser: Browser, private options: any, private extra: Extra, private info: any) {}

  async with(names: string[]): Promise<any> {
    for (const name of names) if (!(name in this.made)) this.made[name] = await this.make(name);
    return this.made;
  }
  private async make(name: string): Promise<unknown> {
    if (name in this.extra) return await this.extended(name);
    switch (name) {
      case "page": return await ((await this.with(["context"])).context as Context).newPage();
      case "context": return await this.browser.newContext(this.options);
      case "browser": return this.browser;
      case "browserName": return "chromium";
      case "request": throw new Error("The fixture request is not there: a spec has no network.");
      default: return name in this.options ? this.options[name] : name === "isMobile" || name === "hasTouch" ? false : undefined;
    }
  }
  /** A fixture of the spec: a value, or a function that passes it to `use` and cleans up afterwards. */
  private async extended(name: string): Promise<unknown> {
    const given = this.extra[name];
    const body = Array.isArray(given) ? given[0] : given;
    if (typeof body !== "function") return body;
    // A fixture may use the one that it replaces.
    const { [name]: _, ...others } = this.extra;
    const inner = fixtureNames(body).includes(name) ? new Scene(this.browser, this.options, others, this.info) : this;
    if (inner !== this) this.ends.push(() => inner.end());
    const fixtures = await inner.with(fixtureNames(body));
    return await new Promise((resolve, reject) => {
      let over!: () => void;
      const used = new Promise<void>((end) => { over = end; });
      const work = (async () => body(fixtures, (value: unknown) => { resolve(value); return used; }, this.info))();
      work.catch(reject);
      this.ends.push(async () => { over(); await work; });
    });
  }
  async end(): Promise<void> {
    for (const end of this.ends.toReversed()) await end();
  }
}

export class SpecSuite {
  private root = newGroup("", null, "run");
  private current = this.root;
  private hasOnly = false;
  private info: any = null;
  private hung = "";
  results: CheckResult[] = [];
  count = 0;

  constructor(private browser: Browser) {}

  /** The function `test` of a spec, with all its properties. */
  word(extra: Extra = {}): any {
    const add = (mode: Mode) => (name: any, details: any, body?: Body) => this.add(mode, String(name), body ?? details, extra);
    const inside = (mode: Mode) => (first?: any, second?: any, third?: any) => {
      if (typeof second === "function" || typeof third === "function") return add(mode)(first, second, third);
      return this.marked(mode, first, second);
    };
    const group = (mode: Mode, isSerial = false) => (...given: any[]) => this.group(mode, given, isSerial);
    const hook = (kind: Hook) => (first: any, second?: any) => { this.current.hooks[kind].push(second ?? first); };
    const describe: any = group("run");
    Object.assign(describe, {
      only: group("only"), skip: group("skip"), fixme: group("skip"), serial: Object.assign(group("run", true), { only: group("only", true) }), parallel: group("run"),
      configure: (o: any) => { if (o?.mode === "serial") this.current.isSerial = true; if (o?.timeout) this.current.timeout = o.timeout; },
    });
    return Object.assign(add("run"), {
      only: add("only"), skip: inside("skip"), fixme: inside("skip"), fail: inside("fail"), describe, step: Object.assign(async (_name: string, body: () => unknown) => body(), { skip: async () => undefined }),
      slow: () => { if (this.info) this.info.timeout *= 3; }, setTimeout: (ms: number) => { if (this.info) this.info.timeout = ms || this.info.timeout; else this.current.timeout = ms; },
      use: (options: any) => { this.current.options = { ...this.current.options, ...options }; }, info: () => this.info,
      extend: (more: Extra) => this.word({ ...extra, ...more }),
      beforeAll: hook("beforeAll"), afterAll: hook("afterAll"), beforeEach: hook("beforeEach"), afterEach: hook("afterEach"),
    });
  }

  private add(mode: Mode, name: string, body: Body, words: Extra): void {
    if (this.info) throw new Error("A test cannot be defined while tests run.");
    if (mode === "only") this.hasOnly = true;
    this.current.items.push({ name, body, mode, group: this.current, isSlow: false, words });
    this.count++;
  }
  /** test.skip() and test.fail() with a condition: for the running test, or for the group around it. */
  private marked(mode: Mode, condition: any = true, _why?: string): void {
    if (this.info) {
      if (!condition) return;
      if (mode === "skip") throw new Skip("skipped");
      this.info.isFailing = true;
    } else if (typeof condition === "function") this.current.hooks.beforeEach.push((fixtures) => { if (condition(fixtures)) throw new Skip("skipped"); });
    else if (condition) this.current.mode = mode;
  }
  private group(mode: Mode, given: any[], isSerial: boolean): void {
    const body = given.at(-1);
    const group = newGroup(typeof given[0] === "string" ? given[0] : "", this.current, mode);
    group.isSerial = isSerial;
    if (mode === "only") this.hasOnly = true;
    this.current.items.push(group);
    this.current = group;
    try {
      body();
    } finally {
      this.current = group.parent!;
    }
  }

  /** Runs all collected tests. Never throws. */
  run(): Promise<void> { return this.runGroup(this.root, "", false, false); }

  private async runGroup(group: Group, path: string, isSkipped: boolean, isOnly: boolean): Promise<void> {
    const needs = !isSkipped && group.items.length > 0;
    const broken = needs ? await this.around(group, group.hooks.beforeAll) : undefined;
    let hasFailed = false;
    for (const item of group.items) {
      const name = [path, item.name].filter(Boolean).join(" > ");
      const skip = isSkipped || item.mode === "skip" || (group.isSerial && hasFailed);
      const only = isOnly || item.mode === "only";
      if ("items" in item) await this.runGroup(item, name, skip, only);
      else if (skip || (this.hasOnly && !only)) this.note(name, "skipped", "", "", 0);
      else hasFailed = !(await this.runTest(item, name, broken)) || hasFailed;
    }
    if (needs) await this.around(group, group.hooks.afterAll);
  }

  /** Hooks around a group. They get a browser and, on request, a page that ends with them. */
  private async around(group: Group, bodies: Body[]): Promise<unknown> {
    if (!bodies.length) return undefined;
    this.info = { title: "hook", timeout: TEST_MS, errors: [] };
    const scene = new Scene(this.browser, this.optionsOf(group), {}, this.info);
    const error = await this.settle(async () => {
      for (const body of bodies) await body(await scene.with(fixtureNames(body)), this.info);
    });
    this.info = null;
    return error;
  }

  private optionsOf(group: Group): any { return Object.assign({}, ...chainOf(group).map(({ options }) => options)); }

  private async runTest(test: Test, name: string, broken: unknown): Promise<boolean> {
    if (this.hung || performance.now() >= limits.all) {
      this.note(name, "failed", this.hung ? "Not run: a page before it did not answer any more." : "Not run: the tests before it took all the time.", "assertion", 0);
      return false;
    }
    const begun = performance.now();
    const groups = chainOf(test.group);
    const timeout = groups.map((group) => group.timeout).findLast((ms) => ms !== undefined) ?? TEST_MS;
    const info: any = { title: test.name, titlePath: name.split(" > "), timeout, isFailing: test.mode === "fail", errors: [], annotations: [], retry: 0, project: { name: "chromium", use: {} }, attach: async () => undefined, outputPath: (...parts: string[]) => parts.join("/") };
    this.info = info;
    [soft.errors, stray.errors] = [[], []];
    Object.assign(limits, { action: 5000, navigation: 15_000, expect: 5000 });
    const scene = new Scene(this.browser, this.optionsOf(test.group), test.words, info);
    let failure = broken ?? (await this.settle(async () => {
      for (const body of [...groups.flatMap(({ hooks }) => hooks.beforeEach), test.body]) await body(await scene.with(fixtureNames(body)), info);
    }));
    if (failure instanceof TimeoutError) await this.probe();
    const after = this.hung || failure instanceof Skip ? undefined : await this.settle(async () => {
      for (const body of groups.toReversed().flatMap(({ hooks }) => hooks.afterEach)) await body(await scene.with(fixtureNames(body)), info);
      await scene.end();
    });
    failure ??= after ?? soft.errors[0] ?? stray.errors[0];
    this.info = null;
    if (!this.hung) await this.browser.close().catch(() => undefined);
    return this.judged(name, failure, info, performance.now() - begun);
  }

  private judged(name: string, failure: unknown, info: any, ms: number): boolean {
    if (failure instanceof Skip) this.note(name, "skipped", "", "", ms);
    else if (this.hung) this.note(name, "failed", this.hung, "timeout", ms);
    else if (info.isFailing) this.note(name, failure ? "passed" : "failed", failure ? "" : "expected to fail, but passed", failure ? "" : "assertion", ms);
    else this.note(name, failure ? "failed" : "passed", failure ? text(failure) : "", failure ? "assertion" : "", ms);
    return this.results.at(-1)!.verdict !== "failed";
  }
  private note(name: string, verdict: CheckResult["verdict"], message: string, kind: CheckResult["kind"], duration_ms: number): void {
    this.results.push({ name, verdict, message: message.slice(0, 4000), kind, duration_ms });
  }

  /** The error of a body, also if it took too long; undefined without one. */
  private async settle(body: () => Promise<void>): Promise<unknown> {
    const begun = performance.now();
    limits.end = Math.min(limits.all, begun + this.info.timeout * pace.ofLimits);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<unknown>((resolve) => {
      // The driver's own errors arrive at the same time and say more.
      timer = setTimeout(() => resolve(new TimeoutError(`The test took longer than ${Math.round(limits.end - begun)} ms.`)), limits.end - begun + 100);
    });
    const work = body().then(() => undefined, (error: unknown) => error ?? new Error("thrown: nothing"));
    const first = await Promise.race([work, late]);
    clearTimeout(timer);
    return first;
  }

  /** Whether a page still answers; an endless loop in one is a timeout, not a failed expectation. */
  private async probe(): Promise<void> {
    limits.end = Number.POSITIVE_INFINITY;
    const pages = this.browser.contexts().flatMap((context) => context.pages());
    const silent = await Promise.all(pages.map((page: Page) => page.mainFrame().send("evaluateExpression", { expression: "1", arg: { value: { v: "undefined" }, handles: [] } }, PROBE_MS).then(() => false, (error: unknown) => error instanceof TimeoutError)));
    if (silent.includes(true)) this.hung = "The page does not answer any more.";
  }
}
const PROBE_MS = 1500;
