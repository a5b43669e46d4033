export function flattenKeys(object) {
  const flat = {};
  const isNested = (value) =>
    Array.isArray(value) ? value.length > 0 : typeof value === "object" && value !== null;
  const walk = (value, path) => {
    for (const [key, inner] of Object.entries(value)) {
      const place = path ? `${path}.${key}` : key;
      if (isNested(inner)) walk(inner, place);
      else flat[place] = inner;
    }
  };
  walk(object, "");
  return flat;
}
