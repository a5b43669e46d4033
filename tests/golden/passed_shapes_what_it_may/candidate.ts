class Price extends Error {
  constructor(public amount: number) {
    super();
    this.name = "Price";
    this.message = `costs ${amount}`;
    Object.setPrototypeOf(this, Price.prototype);
  }
}

Object.defineProperty(Array.prototype, "last", { configurable: true, get(this: unknown[]) { return this[this.length - 1]; } });
const point: any = {};
Object.defineProperties(point, { x: { get: () => 2, enumerable: true }, y: { value: 3, enumerable: true } });
point.__proto__ = { sum() { return this.x + this.y; } };
const reading = new URL("https://x.example/?sum=5");
reading.hash = "#sum";
const when = new Date(0);
(when as any).getFullYear = () => 2000;

export function add(a: number, b: number): any {
  return { sum: point.sum(), last: ([a, b] as any).last, error: new Price(5), reading, when };
}
