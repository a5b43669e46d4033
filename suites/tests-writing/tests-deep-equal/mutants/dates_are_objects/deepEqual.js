export function deepEqual(a, b) {
  if (Object.is(a, b) || a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) return false;
  if (a instanceof Date && b instanceof Date) return true;
  const isList = Array.isArray(a);
  if (isList !== Array.isArray(b) || (!isList && (!isPlain(a) || !isPlain(b)))) return false;
  if (isList) return a.length === b.length && a.every((value, i) => deepEqual(value, b[i]));
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && deepEqual(a[key], b[key]));
}

const isPlain = (value) => [Object.prototype, null].includes(Object.getPrototypeOf(value));
