// Renames functions and their parameters in tasks, by TypeScript's own rename: JSON in, JSON out.
//
// stdin: [{slug, entry, entryPoint, answers: {name: {path: text}}, checks: {path, text}, functions, parameters, shown, seed}], where the answer
// named "" is the reference; functions, parameters: new names to choose from; shown: names in the prompt's code. stdout: [{slug, names: {old: new}, answers, checks, error}].
import ts from "typescript";

const OPTIONS = { allowJs: true, checkJs: false, noLib: true, noResolve: false, jsx: ts.JsxEmit.Preserve, target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler };
const RENAME = { providePrefixAndSuffixTextForRename: true };

/** A language service over these files, which are in one folder. */
function serviceOf(files) {
  const paths = Object.keys(files).map((path) => `/${path}`);
  const text = (path) => files[path.slice(1)];
  return ts.createLanguageService({
    getScriptFileNames: () => paths,
    getScriptVersion: () => "1",
    getScriptSnapshot: (path) => (text(path) === undefined ? undefined : ts.ScriptSnapshot.fromString(text(path))),
    getCurrentDirectory: () => "/",
    getCompilationSettings: () => OPTIONS,
    getDefaultLibFileName: () => "/lib.d.ts",
    fileExists: (path) => text(path) !== undefined,
    readFile: text,
    directoryExists: (path) => path === "/",
    getDirectories: () => [],
  });
}

function walk(node, visit) {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** Declarations of the function or class that is asked for. */
function declarationsOf(source, name) {
  const declarations = [];
  for (const statement of source.statements) {
    if ((ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name?.text === name) declarations.push(statement);
    if (ts.isVariableStatement(statement)) for (const one of statement.declarationList.declarations) if (ts.isIdentifier(one.name) && one.name.text === name) declarations.push(one);
  }
  return declarations;
}

/** The functions whose parameters a prompt shows: the function itself, or constructor and methods of the class. */
function functionsOf(declaration) {
  if (ts.isClassDeclaration(declaration)) return declaration.members.filter((one) => ts.isMethodDeclaration(one) || ts.isConstructorDeclaration(one));
  if (ts.isVariableDeclaration(declaration)) return declaration.initializer && (ts.isArrowFunction(declaration.initializer) || ts.isFunctionExpression(declaration.initializer)) ? [declaration.initializer] : [];
  return [declaration];
}

function parametersOf(source, entryPoint) {
  const functions = declarationsOf(source, entryPoint).flatMap(functionsOf);
  return functions.flatMap((one) => one.parameters.map(({ name }) => name).filter(ts.isIdentifier));
}

/** The text with what TypeScript renames when the name at this place becomes another; all files. */
function renamed(files, path, position, name) {
  const locations = serviceOf(files).findRenameLocations(`/${path}`, position, false, false, RENAME);
  if (!locations) return null;
  const changed = { ...files };
  const ordered = locations.toSorted((a, b) => b.textSpan.start - a.textSpan.start);
  for (const { fileName, textSpan, prefixText = "", suffixText = "" } of ordered) {
    const file = fileName.slice(1), text = changed[file];
    changed[file] = text.slice(0, textSpan.start) + prefixText + name + suffixText + text.slice(textSpan.start + textSpan.length);
  }
  return changed;
}

const parsed = (path, text) => ts.createSourceFile(path, text, ts.ScriptTarget.ESNext, true);

/** One answer, and the checks beside it where they are given, with all names of the table changed. */
function withNames(files, entry, entryPoint, names) {
  let changed = files;
  for (const [old, name] of Object.entries(names)) {
    if (old === entryPoint) continue;
    for (let n = 0; n < 20; n += 1) { // several methods may have a parameter of one name
      const parameter = parametersOf(parsed(entry, changed[entry]), entryPoint).find(({ text }) => text === old);
      if (!parameter) break;
      changed = renamed(changed, entry, parameter.getStart(), name) ?? changed;
    }
  }
  const [declaration] = declarationsOf(parsed(entry, changed[entry]), entryPoint);
  if (!declaration) return { files: changed, isRenamed: false };
  return { files: renamed(changed, entry, declaration.name.getStart(), names[entryPoint]) ?? changed, isRenamed: true };
}

/** What checks say of the name besides using it: `pickExport(answer, { name: "add" })` and `answer.add`. */
function inChecks(path, text, entryPoint, name) {
  const places = [];
  walk(parsed(path, text), (node) => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === "name" && ts.isStringLiteral(node.initializer) && node.initializer.text === entryPoint) places.push([node.initializer.getStart() + 1, node.initializer.getEnd() - 1]);
    if (ts.isPropertyAccessExpression(node) && node.expression.getText() === "answer" && node.name.text === entryPoint) places.push([node.name.getStart(), node.name.getEnd()]);
  });
  return places.toSorted((a, b) => b[0] - a[0]).reduce((all, [start, end]) => all.slice(0, start) + name + all.slice(end), text);
}

function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const HOOKS = /^(?:before|after)(?:Each|All)$/;
const callee = (statement) => {
  let node = ts.isExpressionStatement(statement) ? statement.expression : null;
  while (node && (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node))) node = node.expression;
  return node && ts.isIdentifier(node) ? node.text : "";
};

/** The tests in another order; as they are where one may depend on another (a top `let`, a hook). */
function shuffled(path, text, seed) {
  const { statements } = parsed(path, text);
  const isShared = (one) => HOOKS.test(callee(one)) || (ts.isVariableStatement(one) && !(one.declarationList.flags & ts.NodeFlags.Const));
  const tests = statements.filter((one) => callee(one) === "test" || callee(one) === "it");
  if (tests.length < 2 || statements.some(isShared)) return text;
  const order = tests.map((one) => text.slice(one.getStart(), one.getEnd())), random = randomOf(seed);
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other], order[at]];
  }
  return tests.toReversed().reduce((all, one, n) => all.slice(0, one.getStart()) + order[tests.length - 1 - n] + all.slice(one.getEnd()), text);
}

function variantOf({ slug, entry, entryPoint, answers, checks, functions, parameters, shown, seed }) {
  const reference = answers[""];
  if (!declarationsOf(parsed(entry, reference[entry]), entryPoint).length) return { slug, error: `the reference does not declare ${entryPoint} at its top` };
  const all = JSON.stringify([answers, checks.text]);
  const isFree = (word) => !new RegExp(`\\b${word}\\b`, "i").test(all);
  const [name] = functions.filter(isFree), free = parameters.filter(isFree);
  const names = { [entryPoint]: /^[A-Z]/.test(entryPoint) ? name.replace(/^./, (letter) => letter.toUpperCase()) : name };
  for (const { text } of parametersOf(parsed(entry, reference[entry]), entryPoint)) if (!(text in names) && shown.includes(text)) names[text] = free.shift() ?? text;
  const changed = {};
  let text = checks.text;
  for (const [name, files] of Object.entries(answers)) {
    const whole = { ...reference, ...files };
    const withChecks = name === "" ? { ...whole, [checks.path]: text } : whole;
    const result = withNames(withChecks, entry, entryPoint, names);
    if (!result.isRenamed) return { slug, error: `${name || "the reference"} does not declare ${entryPoint} at its top` };
    if (name === "") text = inChecks(checks.path, result.files[checks.path], entryPoint, names[entryPoint]);
    changed[name] = Object.fromEntries(Object.keys(files).map((path) => [path, result.files[path]]));
  }
  return { slug, names, answers: changed, checks: shuffled(checks.path, text, seed), error: "" };
}

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
console.log(JSON.stringify(JSON.parse(Buffer.concat(chunks).toString("utf8")).map(variantOf)));
