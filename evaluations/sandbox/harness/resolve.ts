/** Finds the file of a case that an import means. */
import { exec, lastIndexOf, lowerCase, newList, slice, startsWith } from "./primordials";

const ENDINGS = ["", ".tsx", ".ts", ".jsx", ".js", ".mjs", ".vue", ".json", "/index.tsx", "/index.ts", "/index.jsx", "/index.js"];
const ENDING = /\.(tsx?|jsx?|mjs|vue|json)$/;
const ALIAS = /^(@|~)\//;

function stem(path: string): string {
  const name = slice(path, lastIndexOf(path, "/") + 1);
  const ending = exec(ENDING, name);
  return lowerCase(ending ? slice(name, 0, ending.index) : name);
}

/** Resolves a path with `.` and `..` from a folder. */
function walk(folders: string[], path: string): void {
  for (let start = 0, end = 0; start <= path.length; start = end + 1) {
    for (end = start; end < path.length && path[end] !== "/"; ) end++;
    const part = slice(path, start, end);
    if (part === "..") folders.length = folders.length ? folders.length - 1 : 0;
    else if (part !== "." && part !== "") folders[folders.length] = part;
  }
}

function joined(from: string, specifier: string): string {
  const folders = newList<string>();
  if (startsWith(specifier, ".")) walk(folders, slice(from, 0, lastIndexOf(from, "/") + 1));
  walk(folders, exec(ALIAS, specifier) ? slice(specifier, 2) : specifier);
  let path = "";
  for (let i = 0; i < folders.length; i++) path += (i ? "/" : "") + folders[i];
  return path;
}

/** The path of the file that an import means; null without one. By exact path, then by a unique base name. */
export function resolve(files: readonly string[], from: string, specifier: string): string | null {
  const path = joined(from, specifier);
  for (let i = 0; i < ENDINGS.length; i++) for (let j = 0; j < files.length; j++) if (files[j] === path + ENDINGS[i]) return files[j];
  const name = stem(specifier);
  let match: string | null = null;
  for (let j = 0; j < files.length; j++) {
    if (files[j] === from || stem(files[j]) !== name) continue;
    if (match !== null) return null;
    match = files[j];
  }
  return match;
}
