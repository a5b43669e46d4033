// Calls functions in contexts of Node's vm: JSON of jobs in, JSON of what each call gave out. For answers whose text is known, not for hostile code.
//
// stdin: [{"code", "calls"}]. stdout: a list for each job: of each call the JSON text of its value, or null. All of a job are null
// when its code does not parse, throws or does not end.
import vm from "node:vm";

const LIMIT = { timeout: 1000 };
const quiet = () => undefined;
const CONSOLE = { log: quiet, error: quiet, warn: quiet, info: quiet, table: quiet, assert: quiet };

function valuesOf({ code, calls }) {
  const context = vm.createContext({ console: CONSOLE, module: { exports: {} }, exports: {}, require: () => ({}) });
  try {
    vm.runInContext(code, context, LIMIT);
  } catch {
    return calls.map(() => null);
  }
  return calls.map((call) => {
    try {
      return vm.runInContext(`JSON.stringify(${call})`, context, LIMIT) ?? null;
    } catch {
      return null;
    }
  });
}

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
process.stdout.write(JSON.stringify(JSON.parse(Buffer.concat(chunks).toString("utf8")).map(valuesOf)));
