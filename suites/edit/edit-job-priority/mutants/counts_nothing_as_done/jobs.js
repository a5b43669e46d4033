export class JobQueue {
  #jobs = [];
  #done = 0;

  add(job, { priority = 0 } = {}) {
    const at = this.#jobs.findIndex((other) => other.priority < priority);
    this.#jobs.splice(at < 0 ? this.#jobs.length : at, 0, { job, priority });
    return this.#jobs.length;
  }

  /** The next job, which is taken out; undefined when none waits. */
  next() {
    const entry = this.#jobs.shift();
    this.#done++;
    return entry?.job;
  }

  toArray() {
    return this.#jobs.map((entry) => entry.job);
  }

  get stats() {
    return { waiting: this.#jobs.length, done: this.#done };
  }
}
