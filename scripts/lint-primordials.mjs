/**
 * Refuses, in what runs beside a candidate, whatever a candidate could replace: methods of built-ins, their globals, iteration, `await` of
 * anything but our own promises. What harness/primordials.ts captured is used instead.
 *
 * Code at the top of a file runs before any candidate, and so does a function whose comment says "Runs before a candidate.".
 * Usage: node scripts/lint-primordials.mjs [file …]
 */
import { readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import ts from "typescript";

const HARNESS = "evaluations/sandbox/harness";
// No candidate runs where these do, or they are the candidate's own page (preview), or another interpreter (Python).
const ELSEWHERE = /^((python|playwright|preview|visual)\/.*|(compile|transform|vue-compiler|types|bundle-parts|part-.*|jest|timers|.*\.d)\.ts)$/;
// They act on the document and on components with packages whose code is not ours, or pick from what the answer says of itself. missing-names.ts
// only reads texts and returns a sentence.
const OF_PACKAGES = /^(page|packages|interop|frameworks|lazy-packages|more-packages|helpers|fetch-mock|lodash|math|node-parts|readline|xlsx|late-.*|user-event-13|recording|choose-export|uploaders|mounting|missing-names|decorators)\.ts$/;
const EARLY = /Runs before a candidate\./;
const S = ts.SyntaxKind;

const OWNERS = [Object, Function, Array, String, Number, Boolean, Symbol, Date, Promise, RegExp, Error, Map, Set, WeakMap, WeakSet];
const METHODS = new Set(
  [...OWNERS, ...OWNERS.map((owner) => owner.prototype), JSON, Reflect, Math].flatMap((owner) => Object.getOwnPropertyNames(owner)).filter((name) => name !== "constructor"),
);
const GLOBALS = new Set([...OWNERS.map((owner) => owner.name), "JSON", "Reflect", "Math", "Proxy", "console", "performance", "setTimeout", "clearTimeout", "atob", "queueMicrotask"]);
const AWAITED = new Set(["own", "newPromise", "heard", "settle"]);

/** Faults of one file, a line each. */
export function faultsOf(path, source) {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true);
  const faults = [];
  const refuse = (node, what) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    faults.push(`${path}:${line + 1}: ${what}`);
  };
  const look = (node, isLate) => {
    if (isLate) lookAt(node, refuse);
    const isBody = ts.isFunctionLike(node) && Boolean(node.body);
    const runsLate = isBody ? !(EARLY.test(commentOf(node, source)) || (!isLate && isCallback(node))) : isLate;
    ts.forEachChild(node, (child) => { if (!ts.isTypeNode(child)) look(child, runsLate); });
  };
  look(file, false);
  return faults;
}

/** The comment before a function, or before the constant that has it. */
function commentOf(node, source) {
  const declared = ts.isVariableDeclaration(node.parent) ? node.parent.parent.parent : node;
  return source.slice(declared.getFullStart(), declared.getStart());
}

/** Whether it is called where it is written: by the method that it is given to. */
function isCallback({ parent }) {
  return ts.isCallExpression(parent) && ts.isPropertyAccessExpression(parent.expression) && METHODS.has(parent.expression.name.text);
}

function lookAt(node, refuse) {
  switch (node.kind) {
    case S.ForOfStatement: return refuse(node, "for…of asks for an iterator");
    case S.ArrayBindingPattern: return refuse(node, "a destructured list asks for an iterator");
    case S.SpreadElement: return refuse(node, "a spread list asks for an iterator");
    case S.YieldExpression: return refuse(node, "a generator has a replaceable next()");
    case S.AwaitExpression: return lookAtAwait(node, refuse);
    case S.BinaryExpression: return lookAtOperator(node, refuse);
    case S.CallExpression: return lookAtCall(node, refuse);
    case S.Identifier: return lookAtName(node, refuse);
    default: return undefined;
  }
}

function lookAtAwait({ expression }, refuse) {
  const isOurs = ts.isCallExpression(expression) && AWAITED.has(expression.expression.getText());
  if (!isOurs && expression.getText() !== "undefined") refuse(expression, `await of what is not ${[...AWAITED].join("(), ")}()`);
}

function lookAtOperator(node, refuse) {
  const { operatorToken, left } = node;
  if (operatorToken.kind === S.InstanceOfKeyword) refuse(node, "instanceof asks for Symbol.hasInstance");
  if (operatorToken.kind === S.InKeyword) refuse(node, "`in` finds what everybody has: hasOwn");
  if (operatorToken.kind === S.EqualsToken && ts.isArrayLiteralExpression(left)) refuse(node, "a destructured list asks for an iterator");
}

function lookAtCall({ expression }, refuse) {
  if (!ts.isPropertyAccessExpression(expression)) return;
  const owner = expression.expression.getText();
  if (owner !== "safe" && METHODS.has(expression.name.text)) refuse(expression, `.${expression.name.text}( is looked up on a prototype`);
}

function lookAtName(node, refuse) {
  const { parent } = node;
  if (!GLOBALS.has(node.text) || (ts.isPropertyAccessExpression(parent) && parent.name === node)) return;
  if ((ts.isPropertyAssignment(parent) || ts.isTypeReferenceNode(parent) || ts.isBindingElement(parent)) && (parent.name ?? parent.typeName) === node) return;
  if (!ts.isExpressionWithTypeArguments(parent)) refuse(node, `the global ${node.text} can be replaced`);
}

function main(paths) {
  const faults = paths.flatMap((path) => faultsOf(path, readFileSync(path, "utf8")));
  if (faults.length) console.log(faults.join("\n"));
  process.exitCode = faults.length ? 1 : 0;
}
const isBeside = (name) => name.endsWith(".ts") && !ELSEWHERE.test(name) && !OF_PACKAGES.test(name);
if (basename(process.argv[1] ?? "") === "lint-primordials.mjs") {
  const paths = process.argv.slice(2);
  main(paths.length ? paths : readdirSync(HARNESS, { recursive: true }).filter(isBeside).map((name) => join(HARNESS, name)));
}
