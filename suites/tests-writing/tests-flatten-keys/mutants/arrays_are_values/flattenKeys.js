export function flattenKeys(object) {
  const flat = {};
  const isNested = (value) =>
    Array.isArray(value) ? false : Object.prototype.toString.call(value) === "[object Object]" && Object.keys(value).length > 0;
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
