export function groupBy(items, key) {
  const keyOf = typeof key === "function" ? key : (item) => item[key];
  const groups = {};
  for (const item of items) {
    (groups[keyOf(item)] ??= []).push(item);
  }
  return groups;
}
