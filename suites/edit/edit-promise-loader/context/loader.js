/** Loads all ids at once and calls done(error, items). load(id, callback) loads one. */
export function loadAll(ids, load, done) {
  const items = new Map();
  const wanted = new Set(ids);
  let hasFailed = false;
  if (wanted.size === 0) return done(null, []);
  for (const id of wanted) {
    load(id, (error, item) => {
      if (hasFailed) return;
      if (error) {
        hasFailed = true;
        return done(error);
      }
      items.set(id, item);
      if (items.size === wanted.size) done(null, ids.map((each) => items.get(each)));
    });
  }
}

export function summary(items) {
  return items.length === 1 ? "1 item" : `${items.length} items`;
}
