export function shareInFlight(load) {
  const running = new Map();
  return (key) => {
    if (running.has(key)) return running.get(key);
    const work = Promise.resolve(load(key)).finally(() => running.delete(key));
    running.set(key, work);
    return work;
  };
}
