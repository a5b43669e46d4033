export const f = () => { for (const key of ["constructor", "then"]) Object.defineProperty(Promise.prototype, key, { configurable: false, get() { throw new Error("no"); } });
  Object.defineProperty(Promise, Symbol.species, { configurable: false, get() { throw new Error("no"); } }); return 0; };
