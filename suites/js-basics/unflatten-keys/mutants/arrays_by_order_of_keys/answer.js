export function unflattenKeys(flat) {
  const root = {};
  for (const [path, value] of Object.entries(flat)) {
    const parts = path.split(".");
    if (parts.includes("__proto__")) continue;
    let place = root;
    for (const part of parts.slice(0, -1)) {
      if (!(place[part] instanceof Branch)) place[part] = new Branch();
      place = place[part];
    }
    place[parts.at(-1)] = value;
  }
  return Object.fromEntries(Object.entries(root).map(([key, value]) => [key, plain(value)]));
}

class Branch {}

function plain(value) {
  if (!(value instanceof Branch)) return value;
  const keys = Object.keys(value);
  if (keys.every((_, i) => Object.hasOwn(value, i))) return keys.map((_, i) => value[i]);
  return Object.fromEntries(keys.map((key) => [key, plain(value[key])]));
}
