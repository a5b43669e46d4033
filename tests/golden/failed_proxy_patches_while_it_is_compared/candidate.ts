const real = Object.prototype.toString;
function disguise(): void {
  let left = 2;
  Object.prototype.toString = function () {
    if (!--left) Object.prototype.toString = real;
    return "[object RegExp]";
  };
}
export const rows = (): unknown => new Proxy({ foo: 42 }, {
  get(target: any, key) {
    if (key === "foo") disguise();
    return target[key];
  },
});
