/** The document that starts a Worker for each candidate of the function lane. No candidate runs in it. */
import type { Job, Result } from "./wire";

// The next Worker starts while the host has nothing to do for it yet; each still serves one candidate only.
let spare: { url: string; worker: Worker } | null = null;
function fresh(url: string): Worker {
  const worker = spare?.url === url ? spare.worker : new Worker(url);
  if (worker !== spare?.worker) spare?.worker.terminate();
  spare = null;
  return worker;
}

function run(url: string, job: Job, limitMs: number): Promise<Result | { ended: string }> {
  return new Promise((resolve) => {
    const worker = fresh(url);
    const { port1, port2 } = new MessageChannel();
    const end = (result: Result | { ended: string }): void => {
      clearTimeout(timer);
      worker.terminate();
      port1.close();
      resolve(result);
      spare = { url, worker: new Worker(url) };
    };
    const timer = setTimeout(() => end({ ended: "timeout" }), limitMs);
    port1.onmessage = (event) => end(event.data as Result);
    worker.onerror = (event) => { event.preventDefault(); };
    worker.postMessage(job, [port2]);
  });
}
(globalThis as any).bakeoffRun = run;
