// promptfoo's usual way to grade code: a JavaScript assertion, here in its own process. Nothing is isolated.
// BENCH_PROCESS=1: a node process each, so that one answer cannot stop or change the grading of another.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import vm from 'node:vm';

const start = promisify(execFile);

export default async (output) => {
  try {
    if (process.env.BENCH_PROCESS) await start('node', ['-e', output], { timeout: 10_000 });
    else vm.runInNewContext(output, { console }, { timeout: 5000 });
    return true;
  } catch (error) {
    return { pass: false, score: 0, reason: String(error).slice(0, 300) };
  }
};
