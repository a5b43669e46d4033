/** Reports names that the checks need and the answer does not define. A test itself could only say that undefined has no `call`. */
import type { Modules } from "./modules";
import { safe } from "./builtins-guard";
import { resolve } from "./resolve";
import type { Job } from "./protocol";

const MOST_NAMES = 5;
const OF_FUNCTIONS = ["length", "name", "prototype", "arguments", "caller"];
const NO_CALL = /^TypeError: Cannot read properties of undefined \(reading '(?:call|prototype)'\)/;
const NOT_DEFINED = /^ReferenceError: ([\w$]+) is not defined/;
const NOT_CALLABLE = /^TypeError: (?:\(0 ?, ?)?(?:([\w$]+)\.)?([\w$]+)\)? is not a (?:function|constructor)/;

/** The names that a check file takes from the answer, and its name for the answer's module. */
interface Asked { names: Set<string>; modules: Set<string> }

function askedOf(job: Job): Asked {
  const imported: Asked = { names: new Set(), modules: new Set() };
  const { code } = job.modules[job.checksPath];
  const isAnswer = (name: string): boolean => {
    const path = resolve(Object.keys(job.modules), job.checksPath, name);
    return path !== null && !job.checkPaths.includes(path);
  };
  for (const [, module, name] of code.matchAll(/\b(?:var|const|let) ([\w$]+) = require\(\s*['"](\.[^'"\n]*)['"]\s*\)/g)) if (isAnswer(name)) imported.modules.add(module);
  for (const [, copy, module] of code.matchAll(/\bvar ([\w$]+) = _interopRequireWildcard\(([\w$]+)\)/g)) if (imported.modules.has(module)) imported.modules.add(copy);
  for (const [, module, name] of code.matchAll(/(?<![.\w$])([\w$]+)\.([\w$]+)/g)) if (imported.modules.has(module)) imported.names.add(name);
  for (const [, names, name] of code.matchAll(/\{([\w$\s,:]*)\}\s*=\s*require\(\s*['"](\.[^'"\n]*)['"]\s*\)/g)) {
    if (isAnswer(name)) for (const part of names.split(",")) imported.names.add(part.split(":")[0].trim());
  }
  return imported;
}

/** Every name that the answer's files define and that has a value. */
function definedBy(modules: Modules): string[] {
  const names = new Set<string>();
  for (const exports of modules.loadedAnswers()) {
    if (safe.Object(exports) !== exports) continue;
    const ofFunctions = typeof exports === "function" ? OF_FUNCTIONS : [];
    for (const key of safe.ownKeys(exports)) {
      if (ofFunctions.includes(key as string)) continue;
      if (typeof key !== "string" || key === "default" || key.startsWith("$") || key.startsWith("__")) continue;
      try {
        if (exports[key] !== undefined) names.add(key);
      } catch {
        // it is declared, but its line did not run
      }
    }
  }
  return [...names];
}

/** "The answer does not define a; it defines b." for an error that means just that; "" for any other error. */
export function missingName(error: string, job: Job, modules: Modules): string {
  const isPossible = NO_CALL.test(error) || NOT_DEFINED.test(error) || NOT_CALLABLE.test(error);
  if (!isPossible) return "";
  const defined = definedBy(modules);
  const name = nameIn(error, job, defined);
  if (!name) return "";
  const near = defined.toSorted((a, b) => distance(a, name) - distance(b, name)).slice(0, MOST_NAMES);
  return `The answer does not define ${name}; it defines ${near.join(", ") || "nothing"}.`;
}

function nameIn(error: string, job: Job, defined: string[]): string {
  const imported = askedOf(job);
  const isMissing = (name: string): boolean => name !== "default" && !defined.includes(name);
  if (NO_CALL.test(error)) return [...imported.names].find(isMissing) ?? "";
  const unknown = NOT_DEFINED.exec(error)?.[1];
  if (unknown) return isMissing(unknown) && isFree(unknown, job) ? unknown : "";
  const [, module, name] = NOT_CALLABLE.exec(error)!;
  const isAsked = module ? imported.modules.has(module) : imported.names.has(name);
  return isAsked && isMissing(name) ? name : "";
}

// Globals of check files only. An answer that uses one is wrong for another reason.
const CHECK_WORDS = /^(?:x?(?:test|it|describe)|f(?:it|describe)|suite|expect|vi|jest|(?:before|after)(?:All|Each)|process|global)$/;

/** Whether the check file itself uses a name that it does not declare and that the harness does not give it. */
function isFree(name: string, job: Job): boolean {
  if (CHECK_WORDS.test(name)) return false;
  const { code, names } = job.modules[job.checksPath];
  const words = code.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""');
  return !names.includes(name) && new RegExp(`(?<![.\\w$])${name.replace(/\$/g, "\\$&")}(?![\\w$])`).test(words);
}

/** The number of edits from one name to another, ignoring case. */
function distance(a: string, b: string): number {
  const [from, to] = [a.toLowerCase(), b.toLowerCase()];
  let row = Array.from({ length: to.length + 1 }, (_, i) => i);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1));
    row = next;
  }
  return row[to.length];
}
