export function deepEqual(a, b) {
  if (Object.is(a, b) || a === b) return true;
  if (!a || !b || typeof a !== "object" || typeof b !== "object") return false;
  if (a instanceof Date && b instanceof Date) return +a === +b;
  if (a instanceof Date || b instanceof Date) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((k) => k in b && deepEqual(a[k], b[k]));
}
