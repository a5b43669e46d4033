export function createBatcher(loadMany, { waitMs, maxSize }) {
  let batch = null;
  const run = async ({ askers, timer }) => {
    clearTimeout(timer);
    batch = null;
    const keys = [...askers.keys()];
    try {
      const values = await loadMany(keys);
      if (values.length !== keys.length) throw new RangeError(`${values.length} values for ${keys.length} keys`);
      keys.forEach((key, n) => {
        for (const { resolve, reject } of askers.get(key)) (values[n] instanceof Error ? reject : resolve)(values[n]);
      });
    } catch (error) {
      for (const each of askers.values()) for (const { reject } of each) reject(error);
    }
  };
  return (key) =>
    new Promise((resolve, reject) => {
      if (!batch) {
        const begun = { askers: new Map() };
        begun.timer = setTimeout(() => run(begun), waitMs);
        batch = begun;
      }
      const current = batch;
      clearTimeout(current.timer);
      current.timer = setTimeout(() => run(current), waitMs);
      const { askers } = batch;
      if (!askers.has(key)) askers.set(key, []);
      askers.get(key).push({ resolve, reject });
      if (askers.size >= maxSize) run(batch);
    });
}
