/** Checks the types of a candidate's files in a separate page, which parses and binds the libraries only once. No candidate runs here. */
import ts from "typescript";

interface Fault { path: string; line: number; column: number; code: number; message: string }
const MOST = 50;
const LONGEST = 500;
const HERE = "/case/";
/** A package without typings is `any`, because missing typings are not the candidate's fault. */
const ANYTHING = "declare module '*';\n";
const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.ReactJSX, strict: true, noEmit: true, skipLibCheck: true, allowJs: true, checkJs: false, esModuleInterop: true,
  allowImportingTsExtensions: true, resolveJsonModule: true, isolatedModules: false, types: [], lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
};

let libraries: Map<string, ts.IScriptSnapshot>;
let folders: Set<string>;
let current = new Map<string, { version: number; text: ts.IScriptSnapshot }>();
let runs = 0;
const registry = ts.createDocumentRegistry(true);
const text = (path: string): ts.IScriptSnapshot | undefined => current.get(path)?.text ?? libraries.get(path);
const host: ts.LanguageServiceHost = {
  getCompilationSettings: () => options,
  getScriptFileNames: () => ["/anything.d.ts", ...current.keys()],
  getScriptVersion: (path) => String(current.get(path)?.version ?? 0),
  getScriptSnapshot: text,
  getCurrentDirectory: () => HERE,
  getDefaultLibFileName: () => "/lib/lib.es2023.d.ts",
  fileExists: (path) => text(path) !== undefined,
  readFile: (path) => { const snapshot = text(path); return snapshot?.getText(0, snapshot.getLength()); },
  directoryExists: (path) => folders.has(path.replace(/\/$/, "")) || path.startsWith("/case"),
  getDirectories: () => [],
  useCaseSensitiveFileNames: () => true,
};
const service = ts.createLanguageService(host, registry);

function faults(path: string): Fault[] {
  const diagnostics = [...service.getSyntacticDiagnostics(path), ...service.getSemanticDiagnostics(path)];
  return diagnostics.filter(({ category }) => category === ts.DiagnosticCategory.Error).slice(0, MOST).map(({ file, start, code, messageText }) => {
    const { line, character } = file && start !== undefined ? file.getLineAndCharacterOfPosition(start) : { line: 0, character: 0 };
    const message = ts.flattenDiagnosticMessageText(messageText, "\n").slice(0, LONGEST);
    return { path: path.slice(HERE.length), line: line + 1, column: character + 1, code, message };
  });
}

/** The faults in the TypeScript files, in order, at most MOST. */
function check(files: Record<string, string>): { faults: Fault[]; gaveUp: string } {
  runs++;
  current = new Map(Object.entries(files).map(([path, source]) => [HERE + path, { version: runs, text: ts.ScriptSnapshot.fromString(source) }]));
  const typed = [...current.keys()].filter((path) => /\.[cm]?tsx?$/.test(path));
  try {
    return { faults: typed.flatMap(faults).slice(0, MOST), gaveUp: "" };
  } catch (error) {
    return { faults: [], gaveUp: String(error).slice(0, LONGEST) };
  }
}

async function open(url: string): Promise<boolean> {
  const texts = (await (await fetch(url)).json()) as Record<string, string>;
  libraries = new Map(Object.entries({ ...texts, "/anything.d.ts": ANYTHING }).map(([path, source]) => [path, ts.ScriptSnapshot.fromString(source)]));
  folders = new Set([...libraries.keys()].flatMap((path) => path.split("/").map((_, i, all) => all.slice(0, i).join("/"))));
  check({ "warm.tsx": "import React, { useState } from 'react';\nexport default () => { const [n] = useState(0); return <p>{n}</p>; };" });
  return true;
}
Object.assign(globalThis, { bakeoffOpen: open, bakeoffTypes: check });
