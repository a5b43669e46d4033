// Which TypeScript references of MBXP do not parse, by TypeScript's own parser: `node bench/mbxp_syntax.mjs mbxp-ts.jsonl`.
import { readFileSync } from "node:fs";
import ts from "typescript";

const rows = readFileSync(process.argv[2], "utf8").trim().split("\n").map((line) => JSON.parse(line));
const faults = (source) => ts.createSourceFile("answer.ts", source, ts.ScriptTarget.ES2022).parseDiagnostics;
const broken = rows.filter((row) => faults(row.prompt + row.canonical_solution).length);
console.log(`${rows.length} references, ${broken.length} with syntax errors, for example:`);
for (const row of broken.slice(0, 3)) {
  const [first] = faults(row.prompt + row.canonical_solution);
  console.log(`  ${row.task_id}: ${ts.flattenDiagnosticMessageText(first.messageText, " ")}`);
}
console.log(broken.map((row) => row.task_id).join(" "));
