/** Compiles a case's files in a separate page, so that the candidate's realm never gets the compiler. */
import { IMPORTED_FOR } from "./browser-globals";
import { resolve } from "./resolve";
import { partsFor } from "./bundle-parts";
import { ASSET, compileFile, required } from "./transform";
import type { Compiled } from "./protocol";

interface Known { checksOnly: Record<string, string[]>; extras: Record<string, string[]>; packages: Record<string, string[]> }
interface Request { files: Record<string, string>; packages: string[]; checksPath: string; checkPaths: string[]; lane: string }
interface Answer { modules: Record<string, Compiled>; error: string; extras: string[]; parts: string[]; required: string[] }

const LODASH = /^lodash(\/\w+)?$/;

let known: Known;
const MOST_KEPT = 200;
const compiledFiles = new Map<string, Compiled>(); // hundreds of answers share a check file
/** Compiles a file, or returns the earlier result. */
function compiled(path: string, source: string, isChecks: boolean, isSpec: boolean): Compiled {
  if (!isChecks) return compileFile(path, source, isChecks, isSpec);
  const key = `${isSpec ? "spec" : ""} ${path}\0${source}`;
  const made = compiledFiles.get(key) ?? compileFile(path, source, isChecks, isSpec);
  compiledFiles.delete(key); // the newest are last
  compiledFiles.set(key, made);
  if (compiledFiles.size > MOST_KEPT) compiledFiles.delete(compiledFiles.keys().next().value!);
  return made;
}
const ADDRESS = (document.currentScript as HTMLScriptElement).src;
/** The compiler of Vue's single-file components, loaded for the first of them. */
async function loadVue(): Promise<void> {
  const script = document.createElement("script");
  script.src = ADDRESS.replace("/compile-", "/vue-compiler-");
  await new Promise((done, reject) => {
    Object.assign(script, { onload: done, onerror: () => reject(new Error("Vue's compiler did not load.")) });
    document.head.append(script);
  });
}

/** Compiles all files and resolves every import. `error` is the first fault. */
async function compile(request: Request): Promise<Answer> {
  if (!(globalThis as any).bakeoffVue && Object.keys(request.files).some((path) => path.endsWith(".vue"))) await loadVue();
  const modules: Record<string, Compiled> = {};
  const seen = new Set<string>();
  for (const [path, source] of Object.entries(request.files)) {
    if (ASSET.test(path) || path.endsWith(".md") || path.endsWith(".html")) continue;
    try {
      modules[path] = compiled(path, source, request.checkPaths.includes(path), request.lane === "spec");
    } catch (error) {
      return { modules, error: `${path}: ${(error as Error).message}`.slice(0, 2000), extras: [], parts: [], required: [] };
    }
    const { globals } = modules[path];
    if (request.lane === "page" && !request.checkPaths.includes(path)) for (const name of globals.flatMap((global) => IMPORTED_FOR[global])) seen.add(name);
    for (const name of required(modules[path].code)) {
      const bare = name.replace(/^node:/, "");
      seen.add(bare);
      const isThere = known.packages[request.lane].includes(bare) || request.packages.includes(bare) || LODASH.test(bare) || (request.checkPaths.includes(path) && known.checksOnly[request.lane].includes(bare));
      if (isThere || ASSET.test(bare) || resolve(Object.keys(request.files), path, name)) continue;
      return { modules, error: `Cannot resolve "${name}", imported by ${path}.`, extras: [], parts: [], required: [] };
    }
  }
  const extras = Object.keys(known.extras).filter((extra) => known.extras[extra].some((name) => seen.has(name)));
  if (!extras.includes("lazy-packages") && [...seen].some((name) => LODASH.test(name))) extras.push("lazy-packages");
  const checks = request.checkPaths.map((path) => request.files[path]).join("\n");
  return { modules, error: "", extras, parts: partsFor(checks, [...seen]), required: [...seen] };
}
Object.assign(globalThis, { bakeoffCompile: compile, bakeoffKnow: (told: Known) => { known = told; } });
