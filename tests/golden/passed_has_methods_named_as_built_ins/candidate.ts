export const watched = () => { const seen: any[] = []; const a: any = [1, 2]; const push = a.push; a.push = function (...x: any[]) { seen.push(...x); return push.apply(this, x); }; a.push(3); a.map = () => "own"; a.toString = () => "text"; return [a.map(), String(a), seen]; };
export function Old(this: any, x: number) { this.x = x; }
Old.prototype.toString = function () { return "Old " + this.x; };
Old.prototype.valueOf = function () { return this.x; };
Old.prototype.hasOwnProperty = () => false;
export class Err extends Error { constructor(m: string) { super(m); this.name = "Err"; this.toString = () => "err!"; } }
export const fn: any = () => 1; fn.call = () => 7; fn.toString = () => "fn"; fn.apply = () => 8;
export const m: any = new Map(); m.get = () => 3; m.keys = () => [1];
if (!Object.entries) Object.entries = (() => []) as any;
Object.assign = Object.assign || (() => 1);
Number.isInteger = Number.isInteger || (() => true);
(Array.prototype as any).last = function () { return this[this.length - 1]; };
(String.prototype as any).shout = function () { return this.toUpperCase() + "!"; };
(Object.prototype as any).mine = function () { return 1; };
Object.defineProperty(Array.prototype, "first", { get() { return this[0]; }, configurable: true });
globalThis.Promise = globalThis.Promise || (class {} as any);
export const desc = Object.getOwnPropertyDescriptor({ toString: 1 }, "toString")!.value;
export const frozen = Object.freeze([1]);
export const sub = Object.create(Array.prototype); sub.map = () => 5; sub.join = () => "j";
export const ext = () => [(["a"] as any).last(), ("a" as any).shout(), ({} as any).mine(), ([9] as any).first];
export class Bag extends Array { override includes() { return true; } static override from(): any { return "mine"; } }
export const tick = { set toString(v: any) { (this as any).got = v; }, got: 0 };
(tick as any).toString = 5;
