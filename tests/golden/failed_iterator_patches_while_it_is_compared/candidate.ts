const real = Object.prototype.toString;
function disguise(): void {
  let left = 2;
  Object.prototype.toString = function () {
    if (!--left) Object.prototype.toString = real;
    return "[object RegExp]";
  };
}
export class Rows {
  constructor(private held: number) {}
  [Symbol.iterator](): Iterator<number> {
    let next = 0;
    const give = (): IteratorResult<number> => {
      if (next++) return { done: true, value: undefined };
      disguise();
      return { done: false, value: this.held };
    };
    return { next: give };
  }
}
