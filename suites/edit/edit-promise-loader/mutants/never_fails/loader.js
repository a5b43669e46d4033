/** Loads all ids at once, each once. load(id) loads one. */
export async function loadAll(ids, load) {
  const wanted = new Map([...new Set(ids)].map((id) => [id, load(id)]));
  return Promise.all(ids.map((id) => wanted.get(id).catch(() => undefined)));
}

export function summary(items) {
  return items.length === 1 ? "1 item" : `${items.length} items`;
}
