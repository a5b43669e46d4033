declare const define: any, module: any;
(function (root: any, factory: () => unknown) {
  if (typeof define === "function" && define.amd) define([], factory);
  else if (typeof module === "object" && module.exports) module.exports = factory();
  else root.double = factory();
})(typeof self !== "undefined" ? self : this, function () {
  return function double(n: number) {
    return 2 * n;
  };
});
