/** The Python lane: a new Worker with a new interpreter for one candidate. It is built in two variants: the interpreter starts from a
 * snapshot of its memory, or (to make the snapshot) from scratch. Its answer leaves by a port that the candidate cannot reach. */
import { loadPyodide } from "pyodide";
// @ts-expect-error: no types
import createPyodideModule from "../../../../node_modules/pyodide/pyodide.asm.mjs";
import { Bridge } from "./python-bridge";
import { Lines } from "./python-lines";
import { type Exports, Watcher } from "./python-watch";
import type { PythonJob, PythonParts, PythonWheels } from "./python-protocol";

const MB = 2 ** 20;
const ITSELF_MB = 32; // the interpreter with the snapshot
const memory = { limit: 4096 * MB, ofPackages: 0 };
const lines = new Lines();
const bridge = new Bridge();
let exported: Exports | undefined;

/** At the case's limit Python gets a MemoryError, and nothing crashes. */
function limitMemory(): void {
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (pages: number): number {
    if (this.buffer.byteLength + pages * 65536 > memory.limit) throw new RangeError("over the limit");
    return Reflect.apply(grow, this, [pages]) as number;
  };
}

/** Answers Pyodide's fetches with the files that are here already. */
function answerFetches({ module, library }: PythonParts): void {
  globalThis.fetch = async (url) => new Response(String(url).endsWith(".zip") ? library : new ArrayBuffer(0));
  WebAssembly.instantiateStreaming = async (_source, imports) => {
    const instance = await WebAssembly.instantiate(module, bridge.gated(imports as Record<string, any>) as WebAssembly.Imports);
    exported = instance.exports as unknown as Exports;
    return { module, instance };
  };
}

const removed = [
  "fetch", "XMLHttpRequest", "WebSocket", "WebSocketStream", "WebTransport", "EventSource", "importScripts", "indexedDB", "caches",
  "BroadcastChannel", "Worker", "SharedWorker", "Notification", "webkitRequestFileSystem", "webkitRequestFileSystemSync",
  "webkitResolveLocalFileSystemURL", "webkitResolveLocalFileSystemSyncURL", "cookieStore", "close",
];
function removePowers(): void {
  for (let owner: object | null = globalThis; owner; owner = Object.getPrototypeOf(owner))
    for (const name of removed) Reflect.deleteProperty(owner, name);
}

interface Interpreter {
  install(given: PythonWheels): Promise<true | string>;
  run(job: PythonJob): Promise<object>;
}

async function interpreter(parts: PythonParts): Promise<Interpreter> {
  limitMemory();
  answerFetches(parts);
  const python = await loadPyodide({
    createPyodideModule, indexURL: "/", stdLibURL: "/python.zip", _loadSnapshot: parts.snapshot, checkAPIVersion: false,
    lockFileContents: parts.lock, env: { HOME: "/home/candidate", PYTHONHASHSEED: "0" }, enableRunUntilComplete: false,
    stdin: () => null, stdout: () => undefined, stderr: () => undefined,
  } as any);
  (python as any)._module.ownTrampoline();
  python.setStdout({ write: (bytes: Uint8Array) => lines.take("log", bytes) });
  python.setStderr({ write: (bytes: Uint8Array) => lines.take("error", bytes) });
  python.setStdin({ stdin: () => null });
  removePowers();
  const realm = python.globals.get("bakeoff realm");
  const [begin, execute, unpack] = [realm.get("begin"), realm.get("execute"), realm.get("install")];
  const newWatchedDicts = realm.get("new_watched_dicts");
  realm.get("seal")();
  const watcher = new Watcher(exported as Exports, (python as any)._module);
  watcher.add(newWatchedDicts());
  const seed = crypto.getRandomValues(new Uint32Array(1))[0];
  const install = async ({ wheels, modules }: PythonWheels): Promise<true | string> => {
    const { FS } = (python as any)._module;
    for (const { name, content } of wheels) FS.writeFile(`/tmp/${name}`, new Uint8Array(content));
    const given = python.toPy([wheels.map(({ name, isTrusted }) => [name, isTrusted]), modules]);
    const fault = await unpack.callPromising(given);
    given.destroy();
    watcher.add(newWatchedDicts());
    memory.ofPackages = (exported as any).memory?.buffer.byteLength ?? 0;
    return fault === "" ? true : fault;
  };
  const run = async (job: PythonJob): Promise<object> => {
    const given = python.toPy(job);
    watcher.add(begin(given, seed));
    given.destroy();
    watcher.start();
    bridge.shut();
    // A promising call has its own stack, which is larger than a Worker's.
    const result = JSON.parse(await execute.callPromising());
    return { ...result, tampered: watcher.replaced };
  };
  return { install, run };
}

globalThis.addEventListener(
  "message",
  (event: any) => {
    event.stopImmediatePropagation();
    const port = event.ports[0] as MessagePort;
    const send = port.postMessage.bind(port);
    const ready = interpreter(event.data as PythonParts);
    port.onmessage = ({ data }) => {
      void ready.then(async ({ install, run }) => {
        if ("wheels" in data) {
          send(await install(data as PythonWheels).then((installed) => ({ installed }), (error: unknown) => ({ broken: String(error) })));
          return;
        }
        memory.limit = data.memoryMb * MB + Math.max(ITSELF_MB * MB, memory.ofPackages);
        const wentWrong = { stage: "load", checks: [], isScript: false, tampered: "", limit: false };
        let result: object;
        try {
          result = await run(data as PythonJob);
        } catch (error) {
          // The interpreter itself ended: os._exit, a stack overflow, a fatal error.
          const limit = error instanceof RangeError;
          const message = limit ? "It recursed deeper than the interpreter's stack." : `The interpreter ended: ${String(error).slice(0, 300)}`;
          result = { ...wentWrong, limit, error: message };
        }
        send({ ...result, captured: {}, console: lines.all() });
      });
    };
    ready.then(() => send({ ready: true }), (error: unknown) => send({ broken: String((error as Error)?.stack ?? error) }));
  },
  { once: true },
);
