export function deepEqual(a, b) {
  if (Object.is(a, b) || a === b) return true;
  if (!a || !b || typeof a !== "object" || typeof b !== "object" || a.constructor !== b.constructor) return false;
  if (a instanceof Date) return +a === +b;
  return Object.keys(a).length === Object.keys(b).length && Object.keys(a).every((k) => deepEqual(a[k], b[k]));
}
