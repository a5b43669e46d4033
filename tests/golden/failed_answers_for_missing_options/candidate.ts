Object.defineProperty(Object.prototype, "negate", { get() { return true; }, set() {}, configurable: true });
Object.defineProperty(Object.prototype, "isNot", { get() { return true; }, set() {}, configurable: true });
Object.defineProperty(Object.prototype, "promise", { get() { return ""; }, set() {}, configurable: true });
export const f = () => 0;
