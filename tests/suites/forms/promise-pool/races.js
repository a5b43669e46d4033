async function runPool(jobs, limit) {
  const running = new Set();
  const all = [];
  for (const job of jobs) {
    const one = (async () => job())();
    all.push(one);
    running.add(one);
    one.then(() => running.delete(one), () => {});
    if (running.size >= limit) await Promise.race(running);
  }
  return Promise.all(all);
}
