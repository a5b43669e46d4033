// Mutants of source files, by Stryker's mutators: JSON of files in, JSON of mutants out.
//
// stdin: [{"name", "content"}]. stdout: [{"name", "mutator", "line", "original", "replacement", "content"}], where line counts
// from 1 and content is the whole file with the one change in it.
import { Instrumenter } from "@stryker-mutator/instrumenter";

const quiet = { isDebugEnabled: () => false, debug() {}, info() {}, warn: console.error, error: console.error };
const OPTIONS = { plugins: null, excludedMutations: [], ignorers: [] };

function offsetOf(content, { line, column }) {
  let at = 0;
  for (let n = 0; n < line; n += 1) at = content.indexOf("\n", at) + 1;
  return at + column;
}

async function mutantsOf({ name, content }) {
  const { mutants } = await new Instrumenter(quiet).instrument([{ name, content, mutate: true }], OPTIONS);
  return mutants.map(({ location, mutatorName, replacement }) => {
    const [start, end] = [offsetOf(content, location.start), offsetOf(content, location.end)];
    return {
      name, mutator: mutatorName, line: location.start.line + 1, original: content.slice(start, end), replacement,
      content: content.slice(0, start) + replacement + content.slice(end),
    };
  });
}

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const files = JSON.parse(Buffer.concat(chunks).toString("utf8"));
console.log(JSON.stringify((await Promise.all(files.map(mutantsOf))).flat()));
