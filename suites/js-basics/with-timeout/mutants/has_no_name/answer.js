export function withTimeout(work, ms) {
  const controller = new AbortController();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      controller.abort();
      reject(new Error(`Timed out after ${ms} ms`));
    }, ms);
    const end = (settle) => (value) => {
      clearTimeout(timer);
      settle(value);
    };
    (async () => work(controller.signal))().then(end(resolve), end(reject));
  });
}
