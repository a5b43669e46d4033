export function flatten(obj) {
  const flat = {};
  const visit = (value, path) => {
    if (value === null || typeof value !== "object") flat[path] = value;
    else for (const [key, inner] of Object.entries(value)) visit(inner, path ? `${path}.${key}` : key);
  };
  visit(obj, "");
  return flat;
}
