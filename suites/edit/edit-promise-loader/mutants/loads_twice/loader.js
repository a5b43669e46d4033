/** Loads all ids at once, each once. load(id) loads one. */
export async function loadAll(ids, load) {
  return Promise.all(ids.map((id) => load(id)));
}

export function summary(items) {
  return items.length === 1 ? "1 item" : `${items.length} items`;
}
