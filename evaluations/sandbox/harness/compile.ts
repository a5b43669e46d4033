/** Compiles a case's files in a page of its own, so that the candidate's realm never sees the compiler. */
import { resolve } from "./modules";
import { partsFor } from "./parts";
import { ASSET, compileFile, required } from "./transform";
import type { Compiled } from "./wire";

interface Request { files: Record<string, string>; packages: string[]; checksPath: string; checksOnly: string[] }
interface Answer { modules: Record<string, Compiled>; error: string; usesXlsx: boolean; parts: string[] }

/** All files compiled, every import resolved; the first fault is `error`. */
function compile(request: Request): Answer {
  const modules: Record<string, Compiled> = {};
  let usesXlsx = false;
  const seen = new Set<string>();
  for (const [path, source] of Object.entries(request.files)) {
    if (ASSET.test(path) || path.endsWith(".md") || path.endsWith(".html")) continue;
    try {
      modules[path] = compileFile(path, source, path === request.checksPath);
    } catch (error) {
      return { modules, error: `${path}: ${(error as Error).message}`.slice(0, 2000), usesXlsx, parts: [] };
    }
    for (const name of required(modules[path].code)) {
      const bare = name.replace(/^node:/, "");
      seen.add(bare);
      if (/^(xlsx|@e965\/xlsx)$/.test(bare)) usesXlsx = true;
      const known = request.packages.includes(bare) || (path === request.checksPath && request.checksOnly.includes(bare));
      if (known || ASSET.test(bare) || resolve(Object.keys(request.files), path, name)) continue;
      return { modules, error: `Cannot resolve "${name}", imported by ${path}.`, usesXlsx, parts: [] };
    }
  }
  return { modules, error: "", usesXlsx, parts: partsFor(request.files[request.checksPath], seen) };
}
(globalThis as any).bakeoffCompile = compile;
