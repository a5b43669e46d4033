/** Counts the pending timers of a script, as Node does before it ends. */
import { safe } from "./builtins-guard";
import { apply, bare } from "./primordials";

/** Installs counted timers. Returns a function for the number of pending ones. */
export function countTimers(): () => number {
  const pending: Record<number, true> = bare({});
  let count = 0;
  const forget = (id: number): void => {
    if (pending[id]) count--;
    delete pending[id];
  };
  const g = globalThis as any;
  g.setTimeout = (body: unknown, ms?: number, ...values: unknown[]) => {
    const id = safe.setTimeout(() => {
      forget(id);
      if (typeof body === "function") apply(body as () => void, undefined, values);
    }, ms);
    pending[id] = true;
    count++;
    return id;
  };
  g.clearTimeout = (id: number) => {
    forget(id);
    safe.clearTimeout(id);
  };
  return () => count;
}
