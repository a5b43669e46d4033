let count = 0;
let listeners = [];

function set(next) {
  if (next === count) return;
  count = next;
  for (const listener of [...listeners]) listener(count);
}

export function get() {
  return count;
}

export function increment(by = 1) {
  set(count + by);
}

export function reset() {
  set(0);
}

/** Calls the listener with each new count; returns a function that ends that. */
export function subscribe(listener) {
  const entry = (value) => listener(value);
  listeners.push(entry);
  return () => {
    listeners = listeners.filter((each) => each !== entry);
  };
}
