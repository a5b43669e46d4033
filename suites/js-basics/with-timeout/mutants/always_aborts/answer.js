export function withTimeout(work, ms) {
  const controller = new AbortController();
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      controller.abort();
      reject(Object.assign(new Error(`Timed out after ${ms} ms`), { name: "TimeoutError" }));
    }, ms);
    const end = (settle) => (value) => {
      clearTimeout(timer);
      controller.abort();
      settle(value);
    };
    (async () => work(controller.signal))().then(end(resolve), end(reject));
  });
}
