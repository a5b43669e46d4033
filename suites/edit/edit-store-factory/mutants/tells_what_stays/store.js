export function createCounterStore(start = 0) {
  let count = start;
  let listeners = [];
  const set = (next) => {
    count = next;
    for (const listener of [...listeners]) listener(count);
  };
  return {
    get: () => count,
    increment: (by = 1) => set(count + by),
    reset: () => set(start),
    /** Calls the listener with each new count; returns a function that ends that. */
    subscribe: (listener) => {
      const entry = (value) => listener(value);
      listeners.push(entry);
      return () => {
        listeners = listeners.filter((each) => each !== entry);
      };
    },
  };
}

export const { get, increment, reset, subscribe } = createCounterStore();
