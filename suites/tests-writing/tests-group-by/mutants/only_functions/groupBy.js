export function groupBy(items, key) {
  const keyOf = key;
  const groups = new Map();
  for (const item of items) {
    const name = keyOf(item);
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push(item);
  }
  return groups;
}
