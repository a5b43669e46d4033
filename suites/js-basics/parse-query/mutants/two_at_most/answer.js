export function parseQuery(text) {
  const decode = (part) => decodeURIComponent(part.replaceAll("+", " "));
  const values = {};
  for (const part of text.replace(/^\?/, "").split("&")) {
    if (!part) continue;
    const [name, ...rest] = part.split("=").map(decode);
    const value = rest.join("=");
    values[name] = Object.hasOwn(values, name) ? [values[name], value] : value;
  }
  return values;
}
