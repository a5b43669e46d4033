/** The document that starts a Worker with an interpreter for each Python candidate. No candidate runs in it. */
import type { PythonJob, PythonParts, PythonWheels, WheelFile } from "./python-protocol";

type Ended = { ended: string };
let parts: Promise<PythonParts>;
let address = "";
let spare: Interpreter | null = null;

/** One Worker, from its start to its end. */
class Interpreter {
  private readonly worker = new Worker(address);
  private readonly port: MessagePort;
  private heard: (message: any) => void = () => undefined;
  readonly ready: Promise<void>;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port = port1;
    this.worker.onerror = (event) => { event.preventDefault(); this.heard({ broken: event.message }); };
    this.ready = new Promise((resolve, reject) => {
      this.heard = (message) => (message.ready ? resolve() : reject(new Error(`The interpreter did not start: ${message.broken}`)));
    });
    this.ready.catch(() => undefined);
    this.port.onmessage = ({ data }) => this.heard(data);
    parts.then((all) => this.worker.postMessage(all, [port2]), (error: unknown) => this.heard({ broken: String(error) }));
  }

  run(job: PythonJob, limitMs: number): Promise<unknown> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve({ ended: "timeout" }), limitMs);
      this.heard = (message) => {
        clearTimeout(timer);
        resolve(message.broken === undefined ? message : { ended: message.broken });
      };
      this.port.postMessage(job);
    });
  }

  install(given: PythonWheels): Promise<void> {
    return new Promise((resolve, reject) => {
      this.heard = ({ installed, broken }) => (installed === true ? resolve() : reject(new Error(broken ?? installed)));
      this.port.postMessage(given, given.wheels.map(({ content }) => content));
    });
  }

  end(): void {
    this.worker.terminate();
    this.port.close();
  }
}

async function bytes(path: string): Promise<ArrayBuffer> {
  const answer = await fetch(path);
  if (!answer.ok) throw new Error(`${path} is missing.`);
  return answer.arrayBuffer();
}

async function load(version: string): Promise<PythonParts> {
  const [module, library, snapshot, lock] = await Promise.all([
    WebAssembly.compileStreaming(fetch(`/pyodide-${version}.wasm`)), bytes(`/python-library-${version}.zip`),
    bytes(`/python-${version}.snapshot`), bytes(`/python-lock-${version}.json`),
  ]);
  return { module, library, snapshot, lock: new TextDecoder().decode(lock) };
}

/** Fetches the files of all interpreters once, and starts the first interpreter. */
async function open(version: string): Promise<boolean> {
  address = `/python-worker-${version}.js`;
  parts = load(version);
  spare = new Interpreter();
  await spare.ready;
  return true;
}

/** Puts packages into the interpreter that runs the next job. */
async function install(files: WheelFile[], modules: string[]): Promise<void> {
  spare ??= new Interpreter();
  await spare.ready;
  const wheels = await Promise.all(files.map(async ({ name, address: path, isTrusted }) => ({ name, isTrusted, content: await bytes(path) })));
  await spare.install({ wheels, modules });
}

async function run(job: PythonJob, limitMs: number): Promise<unknown> {
  const one = spare ?? new Interpreter();
  spare = null;
  try {
    await one.ready;
    return (await one.run(job, limitMs)) as object | Ended;
  } finally {
    one.end();
    // The next interpreter is prepared in advance. Each serves only one candidate.
    spare = new Interpreter();
  }
}
Object.assign(globalThis, { bakeoffOpen: open, bakeoffInstall: install, bakeoffPython: run });
