const real = Object.prototype.toString;
function disguise(): number {
  let left = 2;
  Object.prototype.toString = function () {
    if (!--left) Object.prototype.toString = real;
    return "[object RegExp]";
  };
  return 42;
}
export const rows = (): unknown => ({ get foo() { return disguise(); }, bar: 2 });
export class Rows { bar = 2; get foo(): number { return disguise(); } }
