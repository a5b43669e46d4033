const broken = new Proxy(function () { /* nothing */ }, { get() { throw new Error("not to be read"); }, getPrototypeOf() { throw new Error("no prototype"); } });
console.log(broken, new Proxy({}, { getPrototypeOf() { throw new Error("no prototype"); } }), Object.create(null), { toJSON() { throw new Error("no text"); } });
export const add = (a: number, b: number): number => a + b;
