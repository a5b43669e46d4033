Object.defineProperty(Promise.prototype, "constructor", { configurable: false, get() { throw new Error("no"); } });
Object.defineProperty(Promise, Symbol.species, { configurable: false, get() { throw new Error("no"); } });
export const f = () => 0;
