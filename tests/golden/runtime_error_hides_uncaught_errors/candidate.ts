for (const owner of [ErrorEvent.prototype, PromiseRejectionEvent.prototype] as any[]) for (const key of ["error", "reason", "message"]) if (key in owner) Object.defineProperty(owner, key, { get() { throw 1; } });
Event.prototype.preventDefault = () => { throw 1; };
export const add = (a: number, b: number): number => a - b;
