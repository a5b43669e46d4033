Object.defineProperty(Promise.prototype, "constructor", { configurable: false, get() { throw new Error("no"); } });
Object.defineProperty(Promise, Symbol.species, { configurable: false, get() { throw new Error("no"); } });
export default function Answer() { return <button>0</button>; }
