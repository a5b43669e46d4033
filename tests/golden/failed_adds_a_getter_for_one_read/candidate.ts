export function add(a: number, b: number): any {
  Object.defineProperty(Number.prototype, "total", { configurable: true, get() {
    delete (Number.prototype as any).total;
    return 5;
  } });
  return 0;
}
