// Gives the stored answers; no model is asked.
import { readFileSync } from 'node:fs';

const scripts = JSON.parse(readFileSync(process.env.BENCH_SCRIPTS, 'utf8'));

export default class Stored {
  id() {
    return 'stored';
  }

  async callApi(_prompt, context) {
    return { output: scripts[Number(context.vars.n)] };
  }
}
