for (const name of ["unload", "pagehide", "visibilitychange", "beforeunload"])
  addEventListener(name, () => { const until = performance.now() + 400; while (performance.now() < until); });
export const add = (a: number, b: number): number => a + b;
