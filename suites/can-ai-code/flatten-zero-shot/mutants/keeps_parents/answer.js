export function flatten(obj) {
  const flat = {};
  const visit = (value, path) => {
    if (path) flat[path] = value;
    if (value !== null && typeof value === "object") for (const [key, inner] of Object.entries(value)) visit(inner, path ? `${path}.${key}` : key);
  };
  visit(obj, "");
  return flat;
}
