export class JobQueue {
  #jobs = [];
  #done = 0;

  add(job) {
    this.#jobs.push(job);
    return this.#jobs.length;
  }

  /** The next job, which is taken out; undefined when none waits. */
  next() {
    const job = this.#jobs.shift();
    if (job !== undefined) this.#done++;
    return job;
  }

  toArray() {
    return [...this.#jobs];
  }

  get stats() {
    return { waiting: this.#jobs.length, done: this.#done };
  }
}
