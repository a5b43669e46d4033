export const deepEqual = (first, second) => {
  const stack = [[first, second]];
  while (stack.length) {
    const [a, b] = stack.pop();
    if (a === b || (a !== a && b !== b)) continue;
    if (!a || !b || typeof a !== "object" || typeof b !== "object") return false;
    const kind = Object.prototype.toString.call(a);
    if (kind !== Object.prototype.toString.call(b)) return false;
    if (kind === "[object Date]") { stack.push([+a, +b]); continue; }
    if (kind !== "[object Array]" && kind !== "[object Object]") return false;
    const keys = Object.keys(a);
    if (keys.length !== Object.keys(b).length) return false;
    for (const key of keys) {
      if (!Object.prototype.hasOwnProperty.call(b, key)) return false;
      stack.push([a[key], b[key]]);
    }
  }
  return true;
};
