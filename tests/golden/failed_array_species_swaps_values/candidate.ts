class Lies extends Array { static override get [Symbol.species]() { return Array; } }
const A: any = Array;
export const add = (a: number, b: number): any => { Object.defineProperty(A.prototype, "constructor", { configurable: true, get() { Object.defineProperty(A.prototype, "constructor", { value: A, writable: true, configurable: true, enumerable: false }); return { [Symbol.species]: Lies }; } }); return 0; };
