const { is } = Object;
const { includes, indexOf } = Array.prototype;
const text = String.prototype.includes;
const { abs } = Math;
const once = (owner: any, name: string, real: unknown, given: unknown): void => { owner[name] = () => { owner[name] = real; return given; }; };
export const long = (): unknown => ({ get length() { once(Object, "is", is, true); return 1; } });
export const nested = (): unknown => ({ get sum() { once(Object, "is", is, true); once(Object.prototype, "toString", Object.prototype.toString, "[object RegExp]"); return 1; } });
export const near = (): unknown => { return { valueOf() { once(Math, "abs", abs, 0); return 1; } }; };
export const list = (): unknown => new Proxy([1], { get(target: any, key) { once(Array.prototype, "includes", includes, true); once(Array.prototype, "indexOf", indexOf, 0); return target[key]; } });
export const words = (): unknown => ({ get message() { once(String.prototype, "includes", text, true); return "none"; } });
export class Sum { static [Symbol.hasInstance](): boolean { return true; } }
