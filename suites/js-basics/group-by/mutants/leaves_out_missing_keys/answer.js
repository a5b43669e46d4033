export function groupBy(items, key) {
  const keyOf = typeof key === "function" ? key : (item) => item[key];
  const groups = new Map();
  for (const item of items) {
    const name = keyOf(item);
    if (name === undefined || name === null) continue;
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(item);
  }
  return groups;
}
