/** TypeScript, JSX and modules to plain CommonJS, in a page of its own: the candidate's realm never sees the compiler. */
import { transform } from "sucrase";
import { parse } from "../../../node_modules/sucrase/dist/esm/parser/index.js";
import { resolve } from "./modules";
import type { Compiled } from "./wire";

interface Request { files: Record<string, string>; packages: string[]; checksPath: string; checksOnly: string[] }
interface Answer { modules: Record<string, Compiled>; error: string; usesXlsx: boolean }

const TOP_LEVEL = new Set([2, 5]); // sucrase's IdentifierRole: TopLevelDeclaration, ObjectShorthandTopLevelDeclaration
const ASSET = /\.(css|scss|sass|less|svg|png|jpe?g|gif|webp|ico|woff2?)(\?.*)?$/;
const TYPE_ONLY = /(^|[\n;}])\s*(?:export\s+|declare\s+)*(?:interface|type)\s+([A-Za-z_$][\w$]*)/g;

function topLevelNames(source: string, isTs: boolean): string[] {
  const types = new Set([...source.matchAll(TYPE_ONLY)].map((match) => match[2]));
  const found = new Set<string>();
  for (const token of parse(source, true, isTs, false).tokens) {
    if (TOP_LEVEL.has(token.identifierRole as number)) found.add(source.slice(token.start, token.end));
  }
  return [...found].filter((name) => !types.has(name) && /^[A-Za-z_$][\w$]*$/.test(name));
}

function one(path: string, source: string): Compiled {
  if (path.endsWith(".json")) return { code: `module.exports = ${source}`, names: [] };
  const isTs = !/\.(jsx?|mjs)$/.test(path);
  const text = source.replace(/^\uFEFF/, "");
  const names = topLevelNames(text, isTs);
  const transforms = isTs ? (["typescript", "jsx", "imports"] as const) : (["flow", "jsx", "imports"] as const);
  const options = { transforms: [...transforms].filter((t) => t !== "flow"), jsxRuntime: "automatic", production: true, filePath: path } as const;
  let { code } = transform(text, options as never);
  // Models forget `export`: what stands at the top of a file is there for the checks all the same.
  const getters = names.map((name) => `get ${name}(){return ${name}}`).join(",");
  code += `\n;try{if(module.exports&&typeof module.exports==="object"||typeof module.exports==="function")Object.defineProperty(module.exports,"$names",{value:{${getters}},enumerable:false});}catch{}`;
  return { code, names };
}

/** Compiles all files and checks that every import resolves; the first fault is `error`. */
function compile(request: Request): Answer {
  const modules: Record<string, Compiled> = {};
  let usesXlsx = false;
  for (const [path, source] of Object.entries(request.files)) {
    if (ASSET.test(path) || path.endsWith(".md") || path.endsWith(".html")) continue;
    try {
      modules[path] = one(path, source);
    } catch (error) {
      return { modules, error: `${path}: ${(error as Error).message}`.slice(0, 2000), usesXlsx };
    }
    for (const [, name] of modules[path].code.matchAll(/\brequire\(\s*['"]([^'"\n]+)['"]\s*\)/g)) {
      const bare = name.replace(/^node:/, "");
      if (/^(xlsx|@e965\/xlsx)$/.test(bare)) usesXlsx = true;
      const known = request.packages.includes(bare) || (path === request.checksPath && request.checksOnly.includes(bare));
      if (known || ASSET.test(bare) || resolve(Object.keys(request.files), path, name)) continue;
      return { modules, error: `Cannot resolve "${name}", imported by ${path}.`, usesXlsx };
    }
  }
  return { modules, error: "", usesXlsx };
}
(globalThis as any).bakeoffCompile = compile;
