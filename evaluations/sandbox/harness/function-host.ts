/** The document that starts a Worker for each candidate of the function lane. No candidate runs in it. */
import type { Job, Result } from "./wire";

function run(url: string, job: Job, limitMs: number): Promise<Result | { ended: string }> {
  return new Promise((resolve) => {
    const worker = new Worker(url);
    const { port1, port2 } = new MessageChannel();
    const end = (result: Result | { ended: string }): void => {
      clearTimeout(timer);
      worker.terminate();
      port1.close();
      resolve(result);
    };
    const timer = setTimeout(() => end({ ended: "timeout" }), limitMs);
    port1.onmessage = (event) => end(event.data as Result);
    worker.onerror = (event) => { event.preventDefault(); };
    worker.postMessage(job, [port2]);
  });
}
(globalThis as any).bakeoffRun = run;
