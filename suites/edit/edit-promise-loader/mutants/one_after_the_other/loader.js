/** Loads all ids at once, each once. load(id) loads one. */
export async function loadAll(ids, load) {
  const items = new Map();
  for (const id of new Set(ids)) items.set(id, await load(id));
  return ids.map((id) => items.get(id));
}

export function summary(items) {
  return items.length === 1 ? "1 item" : `${items.length} items`;
}
