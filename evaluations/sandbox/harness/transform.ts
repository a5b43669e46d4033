/** Turns a file's TypeScript, JSX and modules into a plain CommonJS body, with sucrase. */
import { transform } from "sucrase";
// @ts-expect-error: its typings lie elsewhere
import { parse } from "../../../node_modules/sucrase/dist/esm/parser/index.js";
import { withoutClassDecorators } from "./decorators";
import { BROWSER_GLOBALS } from "./browser-globals";
import type { Compiled } from "./protocol";

export const ASSET = /\.(css|scss|sass|less|svg|png|jpe?g|gif|webp|ico|woff2?)(\?.*)?$/;
const TOP_LEVEL = new Set([2, 5]); // sucrase's IdentifierRole: TopLevelDeclaration, ObjectShorthandTopLevelDeclaration
const USED = new Set([0, 8]); // Access, ObjectShorthand
const IMPORTED = 9; // ImportDeclaration
const TYPE_ONLY = /(^|[;}])[ \t]*(?:export\s+|declare\s+)*(?:interface|type)\s+([A-Za-z_$][\w$]*)/gm;
// `super.componentDidMount?.()`: sucrase calls bind first, which throws if the method is missing.
const SUPER_CALL = /\bsuper\.([\w$]+)\?\.\(/g;

interface Syntax { isTs: boolean; isJsx: boolean }

interface Token { identifierRole: number | null; isType: boolean; start: number; end: number }

function namesOf(source: string, { isTs, isJsx }: Syntax): { names: string[]; globals: string[] } {
  const types = new Set([...source.matchAll(TYPE_ONLY)].map((match) => match[2]));
  const declared = new Set<string>();
  const imported = new Set<string>();
  const used = new Set<string>();
  const { tokens } = parse(source, isJsx, isTs, false) as { tokens: Token[] };
  for (const token of tokens) {
    const role = token.identifierRole;
    if (role === null) continue;
    const name = source.slice(token.start, token.end);
    if (TOP_LEVEL.has(role)) declared.add(name);
    else if (role === IMPORTED) imported.add(name);
    else if (USED.has(role) && !token.isType) used.add(name);
  }
  const names = [...declared].filter((name) => !types.has(name) && /^[A-Za-z_$][\w$]*$/.test(name));
  const globals = Object.keys(BROWSER_GLOBALS).filter((name) => used.has(name) && !declared.has(name) && !imported.has(name));
  return { names, globals };
}

/** The body of one file, and the names of its top-level declarations. Throws sucrase's errors.
 * isSpec: its functions are sent to other realms as source, and sucrase's helpers for older engines do not exist there. */
export function compileFile(path: string, source: string, isChecks = false, isSpec = false): Compiled {
  if (path.endsWith(".json")) return { code: `module.exports = ${source}`, names: [], globals: [] };
  if (path.endsWith(".vue")) return compileAs(path, (globalThis as any).bakeoffVue(path, source), { isTs: true, isJsx: false }, isChecks, isSpec);
  const isTs = !/\.([cm]?jsx?)$/.test(path);
  const isJsx = !/\.[cm]?ts$/.test(path);
  try {
    return compileAs(path, source, { isTs, isJsx }, isChecks, isSpec);
  } catch (error) {
    // In a .ts file `<T>x` is a cast and not an element, but models also write elements there.
    if (isJsx) throw error;
    try {
      return compileAs(path, source, { isTs, isJsx: true }, isChecks, isSpec);
    } catch {
      throw error;
    }
  }
}

function compileAs(path: string, source: string, syntax: Syntax, isChecks: boolean, isSpec: boolean): Compiled {
  const original = source.replace(/^\uFEFF/, "");
  const { names, globals } = namesOf(original, syntax);
  const text = withoutClassDecorators(original, syntax.isTs, syntax.isJsx).replace(SUPER_CALL, "super.$1?.call(this, ");
  const transforms: ("typescript" | "jsx" | "imports")[] = ["imports"];
  if (syntax.isTs) transforms.push("typescript");
  if (syntax.isJsx) transforms.push("jsx");
  let { code } = transform(text, { transforms, jsxRuntime: "automatic", production: true, filePath: path, disableESTransforms: isSpec });
  // A file that is no module is a script, and scripts are not strict: they may use undeclared variables.
  const isModule = /\b(exports\.|require\()/.test(code) && /(^|[\n;}])\s*(import|export)\b/.test(text);
  if (!isModule && !isChecks && !/^\s*(["'])use strict\1/.test(text)) code = code.replace(/^"use strict";/, "");
  // Models forget `export`, so the checks get all top-level declarations of a file.
  const getters = names.map((name) => `get ${name}(){return ${name}}`).join(",");
  return { code: `${hoistMocks(code)}\n;$declared(module.exports,{${getters}});`, names, globals };
}

/** Moves jest.mock() before every import, like Jest and Vitest: calls at the begin of a line, up to the closing bracket. */
function hoistMocks(code: string): string {
  let moved = "";
  const rest = code.replace(/(?<=^|;)[ \t]*(?:(?:_vitest|_globals)\.)?(?:jest|vi|vitest)\s*\.\s*(?:mock|unmock|doMock)\s*\(/gm, (call, start: number) => {
    const end = closing(code, start + call.length);
    if (end < 0) return call;
    moved += `${code.slice(start, end)};`;
    return `/*moved*/void (`;
  });
  if (!moved) return code;
  // A factory may use vi or jest, imported by the same file.
  const words = [...rest.matchAll(/var _\w+ = require\(['"](?:vitest|@jest\/globals)['"]\);/g)].map((match) => match[0]).join("");
  moved = words + moved;
  const directive = /^\s*(["'])use strict\1;?/.exec(rest)?.[0] ?? "";
  return `${directive}${moved}${rest.slice(directive.length)}`;
}

/** The offset after the bracket that closes the one before `start`; -1 without one. Strings and comments are skipped. */
function closing(code: string, start: number): number {
  const token = /\/\/[^\n]*|\/\*[^]*?\*\/|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[()]/g;
  token.lastIndex = start;
  let depth = 1;
  for (let match = token.exec(code); match; match = token.exec(code)) {
    if (match[0] === "(") depth++;
    if (match[0] === ")" && --depth === 0) return token.lastIndex;
  }
  return -1;
}

/** Names that a compiled body requires, in order of appearance. */
export function required(code: string): string[] {
  return [...code.matchAll(/\brequire\(\s*['"]([^'"\n]+)['"]\s*\)/g)].map((match) => match[1]);
}
