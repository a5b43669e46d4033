export function shareInFlight(load) {
  const running = new Map();
  return (key) => {

    const work = (async () => load(key))().finally(() => running.delete(key));
    running.set(key, work);
    return work;
  };
}
