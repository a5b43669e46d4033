function deepEqual(a, b) {
  if (Number.isNaN(a) && Number.isNaN(b)) return true;
  if (a === b) return true;
  if (a === null || b === null || typeof a != "object" || typeof b != "object" || a.constructor !== b.constructor) return false;
  if (a instanceof Date) return a.getTime() === b.getTime();
  const sorted = (value) => Object.entries(value).sort(([x], [y]) => (x < y ? -1 : 1));
  const [left, right] = [sorted(a), sorted(b)];
  return left.length === right.length && left.every(([key, value], i) => key === right[i][0] && deepEqual(value, right[i][1]));
}
