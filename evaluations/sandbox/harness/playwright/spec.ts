/** Runs a Playwright spec in a separate realm, where no code of the candidate runs. The host forwards its calls. */
import { resolve } from "../resolve";
import { AxeBuilder } from "./spec-axe";
import { Browser, objectOf } from "./spec-context";
import { expect } from "./spec-expect";
import { files } from "./spec-locator";
import { Buffer, ROOT, fileSystem, os, path, process, url } from "./spec-node";
import { site } from "./spec-page";
import { SpecSuite } from "./spec-test";
import { hear, limits, makeBy } from "./spec-driver-client";
import { pace } from "../time-stretch";
import { describe } from "../builtins-guard";
import type { Job, Result } from "../protocol";

interface SpecJob extends Job { files: Record<string, string>; origin: string; devices: Record<string, unknown> }
const AsyncFunction = Object.getPrototypeOf(async () => undefined).constructor as FunctionConstructor;
const META = /\bimport\.meta\b/g;

class Loader {
  private loaded = new Map<string, { exports: any }>();
  constructor(private job: SpecJob, private packages: Record<string, unknown>, private words: Record<string, unknown>) {}

  /** The globals of a file, except those that it declares itself. */
  private free(name: string): string[] { return Object.keys(this.words).filter((word) => !this.job.modules[name].names.includes(word)); }

  /** The file's body as a function; asynchronous for the spec itself, which may use await at its top level. */
  private body(name: string, kind: FunctionConstructor): (...values: unknown[]) => unknown {
    const { code } = this.job.modules[name];
    return kind("require", "module", "exports", "$declared", "__dirname", "__filename", "$meta", ...this.free(name), `${code.replace(META, "$meta")}\n//# sourceURL=${name}`) as any;
  }
  private values(name: string, module: { exports: any }): unknown[] {
    const place = `${ROOT}/${name}`;
    const folder = path.dirname(place);
    const meta = { dirname: folder, filename: place, url: `file://${place}` };
    return [(specifier: string) => this.require(name, specifier), module, module.exports, () => undefined, folder, place, meta, ...this.free(name).map((word) => this.words[word])];
  }
  async main(): Promise<void> {
    const module = { exports: {} };
    await this.body(this.job.checksPath, AsyncFunction)(...this.values(this.job.checksPath, module));
  }
  private require(from: string, specifier: string): any {
    const bare = specifier.replace(/^node:/, "");
    if (bare in this.packages) return this.packages[bare];
    const resolved = this.find(from, bare);
    if (!resolved) {
      const isAnswer = path.resolve(ROOT, path.dirname(from), specifier).slice(ROOT.length + 1) in this.job.files;
      throw new Error(isAnswer ? `${specifier} is the candidate's: it runs in its document, never where the tests are.` : `Cannot resolve "${specifier}", imported by ${from}.`);
    }
    const known = this.loaded.get(resolved);
    if (known) return known.exports;
    const module = { exports: {} as any };
    this.loaded.set(resolved, module);
    this.body(resolved, Function)(...this.values(resolved, module));
    return module.exports;
  }
  /** Requires a file beside the spec, or a package. */
  private find(from: string, specifier: string): string | null {
    const names = Object.keys(this.job.modules);
    if (specifier.startsWith(".") || specifier.startsWith("/")) {
      const place = path.resolve(ROOT, path.dirname(from), specifier).slice(ROOT.length + 1);
      const resolved = resolve(names, from, `/${place}`);
      return resolved?.startsWith(place) ? resolved : null; // a lenient match by base name would be another file
    }
    const inside = names.filter((name) => name.includes(`node_modules/${specifier}/`));
    if (!inside.length) return null;
    const root = inside[0].slice(0, inside[0].indexOf(`node_modules/${specifier}/`)) + `node_modules/${specifier}`;
    const described = this.job.modules[`${root}/package.json`];
    const main = described ? (/"main"\s*:\s*"([^"]*)"/.exec(described.code)?.[1] ?? "index.js") : "index.js";
    return resolve(inside, `${root}/package.json`, `./${main}`);
  }
}

async function run(job: SpecJob): Promise<Result> {
  limits.all = performance.now() + job.timeoutMs;
  const result: Result = { stage: "checks", error: "", checks: [], console: [], captured: {}, tampered: "", isScript: false };
  pace.stretch = job.stretch;
  pace.ofLimits = job.limitStretch;
  site.origin = job.origin;
  files.fixtures = job.fixtures;
  makeBy(objectOf);
  const suite = new SpecSuite(new Browser());
  const test = suite.word();
  const playwright = { test, expect, default: test, devices: job.devices, chromium: {}, __esModule: true };
  const system = fileSystem({ ...job.files }, job.fixtures);
  const packages = {
    "@playwright/test": playwright, playwright, "@axe-core/playwright": { AxeBuilder, default: AxeBuilder, __esModule: true }, path, "path/posix": path, fs: system, "fs/promises": { ...system.promises, default: system.promises, __esModule: true },
    os: { ...os, default: os, __esModule: true }, url: { ...url, default: url, __esModule: true }, process: { ...process, default: process, __esModule: true }, buffer: { Buffer, __esModule: true },
  };
  const loader = new Loader(job, packages, { test, expect, process, Buffer, global: globalThis });
  const failed = (message: string): Result => ({ ...result, checks: [{ name: job.checksPath, verdict: "failed", message, kind: "assertion", duration_ms: 0 }] });
  try {
    await Promise.race([loader.main(), new Promise((_, reject) => setTimeout(() => reject(new Error("It did not load in time.")), job.timeoutMs))]);
  } catch (error) {
    return failed(describe(error));
  }
  if (!suite.count) return failed("The spec defines no test.");
  await suite.run();
  result.checks = suite.results;
  return result;
}
(globalThis as any).bakeoffSpec = { run, hear };
