export const runPool = (jobs, limit) =>
  new Promise((resolve, reject) => {
    const results = [];
    let running = 0, next = 0, isOver = false;
    const more = () => {
      if (isOver) return;
      if (next === jobs.length && running === 0) { isOver = true; resolve(results); return; }
      while (running < limit && next < jobs.length) {
        const i = next++;
        running++;
        new Promise((ok) => ok(jobs[i]())).then(
          (value) => { results[i] = value; running--; more(); },
          (error) => { isOver = true; reject(error); },
        );
      }
    };
    more();
  });
