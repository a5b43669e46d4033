(globalThis as any).close?.();
try { (globalThis as any).WorkerGlobalScope.prototype.close?.call(globalThis); } catch { /* gone */ }
export const add = (a: number, b: number): number => a - b;
