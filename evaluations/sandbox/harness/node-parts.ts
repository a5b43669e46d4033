/** Parts of Node for the lines below an answer's functions: standard input is empty, no file exists, and nothing is written. */
import { esm } from "./interop";
import { readlinePackages } from "./readline";

const missing = (path: unknown): Error => Object.assign(new Error(`ENOENT: no such file or directory, open '${String(path)}'`), { code: "ENOENT" });
const readFileSync = (path: unknown): string => {
  if (path !== 0 && path !== "/dev/stdin") throw missing(path);
  return "";
};
const readFile = async (path: unknown): Promise<string> => readFileSync(path);
const nothing = async (): Promise<void> => undefined;
type Callback = (error: unknown, value?: unknown) => void;
/** The form with a callback as the last parameter. */
const called = (work: (path: unknown) => Promise<unknown>) => (path: unknown, ...rest: unknown[]): void => {
  const callback = rest.at(-1) as Callback;
  void work(path).then((value) => callback(null, value), callback);
};
const promises = { readFile, writeFile: nothing, appendFile: nothing };
const fs = {
  readFileSync, readFile: called(readFile), existsSync: () => false, writeFileSync: () => undefined, appendFileSync: () => undefined,
  writeFile: called(nothing), appendFile: called(nothing), promises,
};

function inspect(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}
const format = (...values: unknown[]): string => values.map(inspect).join(" ");
const promisify = (work: (...values: unknown[]) => void) => (...values: unknown[]): Promise<unknown> =>
  new Promise((resolve, reject) => { work(...values, (error: unknown, value: unknown) => { if (error) reject(error); else resolve(value); }); });

export const nodePackages: Record<string, () => unknown> = {
  ...readlinePackages,
  fs: () => esm(fs),
  "fs/promises": () => esm(promises),
  util: () => esm({ inspect, format, promisify }),
  perf_hooks: () => esm({ performance }),
};

/** A stream without input: whoever listens hears nothing, whoever loops over it waits. */
function emptyInput(): object {
  const input: Record<string | symbol, unknown> = { fd: 0, isTTY: false, read: () => null };
  for (const name of ["on", "once", "off", "addListener", "removeListener", "setEncoding", "resume", "pause", "unref", "pipe", "setRawMode"]) input[name] = () => input;
  input[Symbol.asyncIterator] = () => ({ next: () => new Promise<never>(() => undefined) });
  return input;
}
/** `process.hrtime()` and `process.hrtime(before)`, by the page's own clock. */
function hrtime(before: [number, number] = [0, 0]): [number, number] {
  const nanoseconds = Math.round(performance.now() * 1e6) - before[0] * 1e9 - before[1];
  return [Math.floor(nanoseconds / 1e9), nanoseconds % 1e9];
}
/** What `process` has besides its environment and output. It has no end: lines behind `process.exit()` run. */
export const nodeProcess = (): object => ({
  stdin: emptyInput(), exitCode: undefined, exit: () => undefined, on: () => undefined, once: () => undefined, cwd: () => "/",
  hrtime: Object.assign(hrtime, { bigint: () => BigInt(Math.round(performance.now() * 1e6)) }), memoryUsage: () => ({ heapUsed: 0, heapTotal: 0, rss: 0 }),
  nextTick: (work: (...values: unknown[]) => void, ...values: unknown[]) => { queueMicrotask(() => work(...values)); },
});
