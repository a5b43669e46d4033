/** require() of a case: its own files, found leniently by name, and the lane's packages. */
import { BROWSER_GLOBALS } from "./browser-globals";
import { describe, safe } from "./builtins-guard";
import { note } from "./console";
import { apply, bare, construct, exec, hasOwn, isObject, isSeen, newList, newSeen, see, setOwn, slice, startsWith } from "./primordials";
import { nodeProcess } from "./node-parts";
import { resolve } from "./resolve";
import type { Compiled, Job } from "./protocol";

type Module = { exports: any };
type Body = (require: unknown, module: Module, exports: any, ...extra: unknown[]) => void;
type Packages = Record<string, (isForChecks: boolean) => unknown>;

const ASSET = /\.(css|scss|sass|less|svg|png|jpe?g|gif|webp|ico|woff2?)(\?.*)?$/;
const IMPORTS_A_FILE = /\brequire\(\s*['"]\.{0,2}\//;

const PARAMETERS = ["require", "module", "exports", "$declared"];
const buildErrors = newSeen();
/** An error of the files themselves: a syntax error, or an import that cannot be resolved. */
function buildError(message: string): Error {
  const error = new safe.Error(message);
  see(buildErrors, error);
  return error;
}
export const isBuildError = (error: unknown): boolean => isObject(error) && isSeen(buildErrors, error);

export class Modules {
  // By path. Without a prototype, so that a missing entry is not looked up on a shared prototype.
  private loaded: Record<string, Module> = bare({});
  private bodies: Record<string, Body> = bare({});
  private mocks: Record<string, unknown> = bare({});
  private entryNames = newList<string>();
  private checkNames = newList<string>();
  private globals: Record<string, string[]> = bare({});
  private paths: string[];

  /** isTaken: whether a name that the entry declares means something else in the checks. Runs before a candidate. */
  constructor(
    private job: Job,
    private packages: Packages,
    private onlyForChecks: Record<string, unknown>,
    private freeNames: Record<string, unknown>,
    private isTaken: (name: string) => boolean = () => false,
  ) {
    this.paths = Object.keys(job.modules);
  }

  /** Compiles every file to a function. A syntax error is a build error. No file runs yet. Runs before a candidate. */
  build(): void {
    for (const [path, file] of Object.entries(this.job.modules)) {
      try {
        const names = path === this.job.checksPath ? this.namesForChecks(file) : this.isChecks(path) ? this.freeFor(file) : this.givenTo(path, file);
        const parameters = [...PARAMETERS, ...Array.from(names)];
        this.bodies[path] = construct(safe.Function, [...parameters, `${file.code}\n//# sourceURL=${path}`]) as Body;
      } catch (error) {
        throw buildError(`${path}: ${describe(error)}`);
      }
    }
  }

  /** The globals of an answer's file: `process`, and those of packages' browser builds. Runs before a candidate. */
  private givenTo(path: string, file: Compiled): string[] {
    const names = newList<string>();
    for (let i = 0; i < file.globals.length; i++) if (hasOwn(this.packages, BROWSER_GLOBALS[file.globals[i]])) names[names.length] = file.globals[i];
    this.globals[path] = names;
    return [...bundled(file), ...Array.from(names)];
  }

  private isChecks(path: string): boolean {
    return holds(this.job.checkPaths, path);
  }

  private freeFor(file: Compiled): string[] {
    const free = newList<string>();
    for (const name in this.freeNames) if (hasOwn(this.freeNames, name) && !holds(file.names, name)) free[free.length] = name;
    return free;
  }

  /** Runs before a candidate. */
  private namesForChecks(file: Compiled): string[] {
    const own = new Set(file.names);
    const fromEntry = this.job.entry === this.job.checksPath ? [] : this.job.modules[this.job.entry]?.names ?? [];
    // Only names that the file uses: the values are read before its first line, when mocks are not installed yet.
    const words = file.code.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');
    /** Runs before a candidate. */
    const isNamed = (name: string): boolean => new RegExp(`(?<![.\\w$])${name.replace(/\$/g, "\\$&")}(?![\\w$])`).test(words);
    const isMeant = (name: string): boolean => !holds(PARAMETERS, name) && (name === this.job.askedName || !this.isTaken(name));
    this.entryNames = fromEntry.filter((name) => !own.has(name) && !hasOwn(this.freeNames, name) && isMeant(name) && isNamed(name));
    this.checkNames = this.freeFor(file);
    return [...Array.from(this.checkNames), ...this.entryNames];
  }

  /** Runs the answer for checks that import nothing of the case and use none of its names, because it may set globals. */
  loadUnnamed(): void {
    const { entry, checksPath, modules } = this.job;
    if (exec(IMPORTS_A_FILE, modules[checksPath].code) || this.entryNames.length || entry === checksPath) return;
    if (hasOwn(modules, entry)) this.file(entry);
  }

  mock = (name: string, factory: unknown): void => {
    const key = this.key(this.job.checksPath, name);
    if (factory) this.mocks[key] = factory;
    else delete this.mocks[key];
    delete this.loaded[key];
  };

  actual = (name: string): unknown => this.load(this.job.checksPath, name, true);

  private key(from: string, name: string): string {
    return resolve(this.paths, from, name) ?? name;
  }

  private load(from: string, specifier: unknown, isActual = false): unknown {
    const full = safe.String(specifier);
    const name = startsWith(full, "node:") ? slice(full, 5) : full;
    const isChecks = this.isChecks(from);
    const isFile = startsWith(name, ".") || startsWith(name, "/");
    const isPackage = !isFile && (hasOwn(this.packages, name) || hasOwn(this.onlyForChecks, name));
    const path = isPackage ? null : resolve(this.paths, from, name);
    const factory = isActual ? undefined : this.mocks[path ?? name];
    if (typeof factory === "function") return withDefault(factory());
    if (path && (isChecks || !this.isChecks(path))) return this.file(path); // the answer cannot import the checks
    if (isChecks && hasOwn(this.onlyForChecks, name)) return this.onlyForChecks[name];
    if (hasOwn(this.packages, name)) return this.packages[name](isChecks);
    if (exec(ASSET, name)) return { __esModule: true, default: "" };
    throw buildError(`Cannot resolve "${name}", imported by ${from}.`);
  }

  /** The exports of the answer's loaded files, in the order of their first use. */
  loadedAnswers(): any[] {
    const answers: any[] = [];
    const { loaded } = this;
    for (const path in loaded) if (hasOwn(this.job.modules, path) && !this.isChecks(path)) setOwn(answers, answers.length, loaded[path].exports);
    return answers;
  }

  /** The exports of one of the case's files, which runs at its first use. */
  file(path: string): any {
    const known = this.loaded[path];
    if (known) return known.exports;
    const module: Module = { exports: {} };
    this.loaded[path] = module;
    const values = newList<unknown>();
    values[0] = (name: unknown) => this.load(path, name);
    values[1] = module;
    values[2] = module.exports;
    values[3] = declare;
    this.addFree(values, path);
    apply(this.bodies[path], undefined, values);
    if (path === this.job.entry) nameFunction(module.exports, this.job.askedName);
    return module.exports;
  }

  /** The values of a file's parameters in order: globals of check files, names of the entry, `process`. */
  private addFree(values: unknown[], path: string): void {
    const file = this.job.modules[path];
    if (!this.isChecks(path)) {
      if (bundled(file).length) values[values.length] = PROCESS;
      const globals = this.globals[path];
      for (let i = 0; i < globals.length; i++) values[values.length] = this.browserGlobal(globals[i]);
      return;
    }
    const isMain = path === this.job.checksPath;
    const free = isMain ? this.checkNames : this.freeFor(file);
    for (let i = 0; i < free.length; i++) values[values.length] = this.freeNames[free[i]];
    if (isMain && this.entryNames.length) this.addEntry(values);
  }

  private browserGlobal(name: string): unknown {
    const module: any = this.packages[BROWSER_GLOBALS[name]](false);
    return module.default ?? module;
  }

  private addEntry(values: unknown[]): void {
    const exports = this.file(this.job.entry);
    const hidden = exports?.$names ?? {};
    for (let i = 0; i < this.entryNames.length; i++) {
      const name = this.entryNames[i];
      try {
        values[values.length] = hasOwn(hidden, name) ? hidden[name] : exports[name];
      } catch {
        values[values.length] = undefined;
      }
    }
  }
}

function holds(names: readonly string[], name: string): boolean {
  for (let i = 0; i < names.length; i++) if (names[i] === name) return true;
  return false;
}

// The value with which bundlers replace `process.env`, unless the file declares `process`. Lines that show how a function is used
// print with Node's streams and read its input.
const printsAs = (level: string): unknown => ({
  isTTY: false,
  write: (text: unknown) => { note(level, safe.String(text)); return true; },
});
const PROCESS = { ...nodeProcess(), env: { NODE_ENV: "test" }, argv: ["node", "answer.js"], stdout: printsAs("log"), stderr: printsAs("error") };
const bundled = (file: Compiled): string[] => (holds(file.names, "process") ? [] : ["process"]);

/**
 * A function that is all a file exports can be imported by its own name, or without one by the name that was asked for, also where no line
 * at the top declares it: `module.exports = factory()`.
 */
function nameFunction(exports: unknown, askedName: string): void {
  if (typeof exports !== "function" || !safe.isExtensible(exports)) return;
  const name = safe.getOwnPropertyDescriptor(exports, "name")?.value || askedName;
  if (typeof name !== "string" || !name || hasOwn(exports, name)) return;
  safe.defineProperty(exports, name, bare({ value: exports, configurable: true }));
}

/** Top-level declarations that a file does not export can be imported too. */
function declare(exports: any, names: object): void {
  if (safe.Object(exports) !== exports || !safe.isExtensible(exports)) return;
  const keys = safe.ownKeys(names);
  for (let i = 0; i < keys.length; i++) {
    if (safe.getOwnPropertyDescriptor(exports, keys[i])) continue;
    safe.defineProperty(exports, keys[i], bare({ ...safe.getOwnPropertyDescriptor(names, keys[i]), enumerable: false }));
  }
  if (!safe.getOwnPropertyDescriptor(exports, "$names")) safe.defineProperty(exports, "$names", bare({ value: names, configurable: true }));
  // `import * as answer` of a file without exports, or with module.exports, returns a copy without these hidden values,
  // unless the file is marked as a module.
  if (safe.getOwnPropertyDescriptor(exports, "__esModule")) return;
  safe.defineProperty(exports, "__esModule", bare({ value: true, configurable: true }));
  if (!safe.getOwnPropertyDescriptor(exports, "default")) safe.defineProperty(exports, "default", bare({ value: exports, configurable: true }));
}

/** The result of a mock's factory in a form for both kinds of import. */
function withDefault(value: any): unknown {
  if (!value || typeof value !== "object" || !hasOwn(value, "default")) return value;
  const copy = { ...value };
  setOwn(copy, "__esModule", true);
  return copy;
}
