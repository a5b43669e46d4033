/** require() of a case: its own files, leniently by name, and the packages that the lane brings. */
import { describe, safe } from "./plain";
import type { Compiled, Job } from "./wire";

export class BuildError extends Error {}
type Module = { exports: any };
type Body = (require: unknown, module: Module, exports: any, ...extra: unknown[]) => void;

const ASSET = /\.(css|scss|sass|less|svg|png|jpe?g|gif|webp|ico|woff2?)(\?.*)?$/;
const ENDINGS = ["", ".tsx", ".ts", ".jsx", ".js", ".mjs", ".json", "/index.tsx", "/index.ts", "/index.jsx", "/index.js"];

const stem = (name: string): string => name.split("/").pop()!.replace(/\.(tsx?|jsx?|mjs|json)$/, "").toLowerCase();

/** Path of the case's file that an import means; null when none. By exact path, then by a base name that only one has. */
export function resolve(files: Iterable<string>, from: string, wanted: string): string | null {
  const known = new Set(files);
  const parts = wanted.startsWith(".") ? from.split("/").slice(0, -1) : [];
  for (const part of wanted.replace(/^(@|~)\//, "").split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  const path = parts.join("/");
  for (const ending of ENDINGS) if (known.has(path + ending)) return path + ending;
  const same = [...known].filter((name) => name !== from && stem(name) === stem(wanted));
  return same.length === 1 ? same[0] : null;
}

export class Modules {
  private loaded = new Map<string, Module>();
  private bodies = new Map<string, Body>();
  private mocks = new Map<string, unknown>();

  constructor(
    private job: Job,
    private packages: Record<string, (isForChecks: boolean) => unknown>,
    private onlyForChecks: Record<string, unknown>,
    private freeNames: Record<string, unknown>,
  ) {}

  /** Compiles every file to a function; a syntax error is a BuildError. Nothing runs yet. */
  build(): void {
    for (const [path, file] of Object.entries(this.job.modules)) {
      try {
        const names = path === this.job.checksPath ? this.namesForChecks(file) : this.isChecks(path) ? this.freeFor(file) : bundled(file);
        this.bodies.set(path, new safe.Function("require", "module", "exports", "$declared", ...names, `${file.code}\n//# sourceURL=${path}`) as Body);
      } catch (error) {
        throw new BuildError(`${path}: ${describe(error)}`);
      }
    }
  }

  private isChecks(path: string): boolean {
    return this.job.checkPaths.includes(path);
  }

  private freeFor(file: Compiled): string[] {
    return Object.keys(this.freeNames).filter((name) => !file.names.includes(name));
  }

  private namesForChecks(file: Compiled): string[] {
    const own = new Set(file.names);
    const fromEntry = this.job.entry === this.job.checksPath ? [] : this.job.modules[this.job.entry]?.names ?? [];
    // Only what the file names: its values are read before its first line, and by then mocks are not yet in place.
    const words = file.code.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');
    const isNamed = (name: string): boolean => new RegExp(`(?<![.\\w$])${name.replace(/\$/g, "\\$&")}(?![\\w$])`).test(words);
    this.entryNames = fromEntry.filter((name) => !own.has(name) && !(name in this.freeNames) && isNamed(name));
    this.checkNames = this.freeFor(file);
    return [...this.checkNames, ...this.entryNames];
  }
  /** Runs the answer for checks that import nothing of the case and name nothing it declares: it may have set globals. */
  loadUnnamed(): void {
    const imports = /\brequire\(\s*['"]\.{0,2}\//.test(this.job.modules[this.job.checksPath].code);
    if (!imports && !this.entryNames.length && this.job.entry !== this.job.checksPath && this.job.entry in this.job.modules) this.file(this.job.entry);
  }
  private entryNames: string[] = [];
  private checkNames: string[] = [];

  mock = (name: string, factory: unknown): void => {
    const key = this.key(this.job.checksPath, name);
    if (factory) this.mocks.set(key, factory);
    else this.mocks.delete(key);
    this.loaded.delete(key);
  };

  actual = (name: string): unknown => this.load(this.job.checksPath, name, true);

  private key(from: string, name: string): string {
    return resolve(Object.keys(this.job.modules), from, name) ?? name;
  }

  private load(from: string, name: string, isActual = false): unknown {
    if (name.startsWith("node:")) name = name.slice(5);
    const isChecks = this.isChecks(from);
    const bare = !name.startsWith(".") && !name.startsWith("/");
    const path = bare && (name in this.packages || name in this.onlyForChecks) ? null : resolve(Object.keys(this.job.modules), from, name);
    const factory = isActual ? undefined : this.mocks.get(path ?? name);
    if (typeof factory === "function") return withDefault(factory());
    if (path) return this.file(path);
    if (isChecks && name in this.onlyForChecks) return this.onlyForChecks[name];
    if (name in this.packages) return this.packages[name](isChecks);
    if (ASSET.test(name)) return { __esModule: true, default: "" };
    throw new BuildError(`Cannot resolve "${name}", imported by ${from}.`);
  }

  /** Exports of the answer's files that were loaded, in the order of their first use. */
  loadedAnswers(): any[] {
    return [...this.loaded].filter(([path]) => path in this.job.modules && !this.isChecks(path)).map(([, { exports }]) => exports);
  }

  /** Exports of one of the case's files; it runs at its first use. */
  file(path: string): any {
    const known = this.loaded.get(path);
    if (known) return known.exports;
    const module: Module = { exports: {} };
    this.loaded.set(path, module);
    const isChecks = path === this.job.checksPath;
    const file = this.job.modules[path];
    const free = isChecks
      ? [...this.checkNames.map((n) => this.freeNames[n]), ...this.entryValues()]
      : this.isChecks(path) ? this.freeFor(file).map((n) => this.freeNames[n]) : bundled(file).map(() => PROCESS);
    this.bodies.get(path)!((name: string) => this.load(path, name), module, module.exports, declare, ...free);
    return module.exports;
  }

  private entryValues(): unknown[] {
    if (!this.entryNames.length) return [];
    const exports = this.file(this.job.entry);
    const hidden = exports?.$names ?? {};
    return this.entryNames.map((name) => {
      try {
        return name in hidden ? hidden[name] : exports[name];
      } catch {
        return undefined;
      }
    });
  }
}

// What bundlers put in place of `process.env`, unless the file has a `process` of its own.
const PROCESS = { env: { NODE_ENV: "test" } };
const bundled = (file: Compiled): string[] => (file.names.includes("process") ? [] : ["process"]);

/** What a file declares at its top but does not export can be imported all the same. */
function declare(exports: any, names: object): void {
  if (safe.Object(exports) !== exports || !safe.isExtensible(exports)) return;
  for (const name of safe.ownKeys(names)) {
    if (safe.getOwnPropertyDescriptor(exports, name)) continue;
    safe.defineProperty(exports, name, { ...safe.getOwnPropertyDescriptor(names, name), enumerable: false });
  }
  if (!safe.getOwnPropertyDescriptor(exports, "$names")) safe.defineProperty(exports, "$names", { value: names, configurable: true });
  // `import * as answer` of a file that exports nothing, or by module.exports, gives a copy, without what is hidden here,
  // unless the file says that it is a module.
  if (safe.getOwnPropertyDescriptor(exports, "__esModule")) return;
  safe.defineProperty(exports, "__esModule", { value: true, configurable: true });
  if (!safe.getOwnPropertyDescriptor(exports, "default")) safe.defineProperty(exports, "default", { value: exports, configurable: true });
}

function withDefault(value: any): unknown {
  return value && typeof value === "object" && "default" in value ? { __esModule: true, ...value } : value;
}
