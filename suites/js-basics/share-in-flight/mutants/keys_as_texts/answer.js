export function shareInFlight(load) {
  const running = new Map();
  return (given) => {
    const key = String(given);
    if (running.has(key)) return running.get(key);
    const work = (async () => load(key))().finally(() => running.delete(key));
    running.set(key, work);
    return work;
  };
}
