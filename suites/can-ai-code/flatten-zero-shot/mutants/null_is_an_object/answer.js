export function flatten(obj) {
  const flat = {};
  const visit = (value, path) => {
    if (typeof value !== "object") flat[path] = value;
    else for (const key in value) visit(value[key], path ? `${path}.${key}` : key);
  };
  visit(obj, "");
  return flat;
}
