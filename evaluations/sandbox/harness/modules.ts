/** require() of a case: its own files, leniently by name, and the packages that the lane brings. */
import { BROWSER_GLOBALS } from "./browser-globals";
import { describe, safe } from "./builtins-guard";
import { apply, bare, construct, exec, hasOwn, isObject, isSeen, newList, newSeen, see, setOwn, slice, startsWith } from "./primordials";
import { resolve } from "./resolve";
import type { Compiled, Job } from "./protocol";

type Module = { exports: any };
type Body = (require: unknown, module: Module, exports: any, ...extra: unknown[]) => void;
type Packages = Record<string, (isForChecks: boolean) => unknown>;

const ASSET = /\.(css|scss|sass|less|svg|png|jpe?g|gif|webp|ico|woff2?)(\?.*)?$/;
const IMPORTS_A_FILE = /\brequire\(\s*['"]\.{0,2}\//;

const PARAMETERS = ["require", "module", "exports", "$declared"];
const buildErrors = newSeen();
/** An error that is the files' own: a syntax error, or an import that resolves to nothing. */
function buildError(message: string): Error {
  const error = new safe.Error(message);
  see(buildErrors, error);
  return error;
}
export const isBuildError = (error: unknown): boolean => isObject(error) && isSeen(buildErrors, error);

export class Modules {
  // By path; without a prototype, so that what is not there is not asked of everybody's.
  private loaded: Record<string, Module> = bare({});
  private bodies: Record<string, Body> = bare({});
  private mocks: Record<string, unknown> = bare({});
  private entryNames = newList<string>();
  private checkNames = newList<string>();
  private globals: Record<string, string[]> = bare({});
  private paths: string[];

  /** isTaken: whether the checks mean something else by a name that the entry declares. Runs before a candidate. */
  constructor(
    private job: Job,
    private packages: Packages,
    private onlyForChecks: Record<string, unknown>,
    private freeNames: Record<string, unknown>,
    private isTaken: (name: string) => boolean = () => false,
  ) {
    this.paths = Object.keys(job.modules);
  }

  /** Compiles every file to a function; a syntax error is a build error. Nothing runs yet. Runs before a candidate. */
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

  /** What a file of the answer has without import: `process`, and globals of the packages' browser builds. Runs before a candidate. */
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
    // Only what the file names: its values are read before its first line, and by then mocks are not yet in place.
    const words = file.code.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');
    /** Runs before a candidate. */
    const isNamed = (name: string): boolean => new RegExp(`(?<![.\\w$])${name.replace(/\$/g, "\\$&")}(?![\\w$])`).test(words);
    const isMeant = (name: string): boolean => !holds(PARAMETERS, name) && (name === this.job.askedName || !this.isTaken(name));
    this.entryNames = fromEntry.filter((name) => !own.has(name) && !hasOwn(this.freeNames, name) && isMeant(name) && isNamed(name));
    this.checkNames = this.freeFor(file);
    return [...Array.from(this.checkNames), ...this.entryNames];
  }

  /** Runs the answer for checks that import nothing of the case and name nothing it declares: it may have set globals. */
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

  private load(from: string, wanted: unknown, isActual = false): unknown {
    const full = safe.String(wanted);
    const name = startsWith(full, "node:") ? slice(full, 5) : full;
    const isChecks = this.isChecks(from);
    const isFile = startsWith(name, ".") || startsWith(name, "/");
    const isPackage = !isFile && (hasOwn(this.packages, name) || hasOwn(this.onlyForChecks, name));
    const path = isPackage ? null : resolve(this.paths, from, name);
    const factory = isActual ? undefined : this.mocks[path ?? name];
    if (typeof factory === "function") return withDefault(factory());
    if (path && (isChecks || !this.isChecks(path))) return this.file(path); // the checks are no module of the answer
    if (isChecks && hasOwn(this.onlyForChecks, name)) return this.onlyForChecks[name];
    if (hasOwn(this.packages, name)) return this.packages[name](isChecks);
    if (exec(ASSET, name)) return { __esModule: true, default: "" };
    throw buildError(`Cannot resolve "${name}", imported by ${from}.`);
  }

  /** Exports of the answer's files that were loaded, in the order of their first use. */
  loadedAnswers(): any[] {
    const answers: any[] = [];
    const { loaded } = this;
    for (const path in loaded) if (hasOwn(this.job.modules, path) && !this.isChecks(path)) setOwn(answers, answers.length, loaded[path].exports);
    return answers;
  }

  /** Exports of one of the case's files; it runs at its first use. */
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
    return module.exports;
  }

  /** What the file has without import: words of the checks, names of the entry, `process`. In the order of its parameters. */
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

// What bundlers put in place of `process.env`, unless the file has a `process` of its own.
const PROCESS = { env: { NODE_ENV: "test" } };
const bundled = (file: Compiled): string[] => (holds(file.names, "process") ? [] : ["process"]);

/** What a file declares at its top but does not export can be imported all the same. */
function declare(exports: any, names: object): void {
  if (safe.Object(exports) !== exports || !safe.isExtensible(exports)) return;
  const keys = safe.ownKeys(names);
  for (let i = 0; i < keys.length; i++) {
    if (safe.getOwnPropertyDescriptor(exports, keys[i])) continue;
    safe.defineProperty(exports, keys[i], bare({ ...safe.getOwnPropertyDescriptor(names, keys[i]), enumerable: false }));
  }
  if (!safe.getOwnPropertyDescriptor(exports, "$names")) safe.defineProperty(exports, "$names", bare({ value: names, configurable: true }));
  // `import * as answer` of a file that exports nothing, or by module.exports, gives a copy, without what is hidden here,
  // unless the file says that it is a module.
  if (safe.getOwnPropertyDescriptor(exports, "__esModule")) return;
  safe.defineProperty(exports, "__esModule", bare({ value: true, configurable: true }));
  if (!safe.getOwnPropertyDescriptor(exports, "default")) safe.defineProperty(exports, "default", bare({ value: exports, configurable: true }));
}

/** What a mock's factory gives, for both ways to import it. */
function withDefault(value: any): unknown {
  if (!value || typeof value !== "object" || !hasOwn(value, "default")) return value;
  const copy = { ...value };
  setOwn(copy, "__esModule", true);
  return copy;
}
