/** Node's readline for programs that ask a question at their end. Nobody answers, so their functions can still be checked. */
import { esm } from "./interop";

const never = new Promise<never>(() => undefined);
function createInterface(): object {
  const line: Record<string, unknown> = {};
  for (const name of ["on", "once", "off", "prompt", "setPrompt", "pause", "resume", "write", "close"]) line[name] = () => line;
  line.question = () => never;
  line[Symbol.asyncIterator as unknown as string] = () => ({ next: () => never });
  return line;
}
const readline = { createInterface, clearLine: () => true, cursorTo: () => true };
export const readlinePackages: Record<string, () => unknown> = {
  readline: () => esm({ ...readline, promises: readline }),
  "readline/promises": () => esm(readline),
};
