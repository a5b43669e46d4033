export function matchRoute(pattern, path) {
  const wanted = pattern.split("/").slice(1);
  const given = path.replace(/\/$/, "").split("/").slice(1);
  const values = {};
  try {
    for (const [n, segment] of wanted.entries()) {
      if (segment.startsWith("*")) {
        values[segment.slice(1)] = given.slice(n).map(decodeURIComponent).join("/");
        return values;
      }
      const part = given[n];
      if (segment.startsWith(":")) {
        const isOptional = segment.endsWith("?");
        if (part === undefined && isOptional) continue;
        if (!part) return null;
        values[segment.slice(1, isOptional ? -1 : undefined)] = decodeURIComponent(part);
      } else if (segment !== (part ?? "") || (part === undefined && segment !== "")) return null;
    }
  } catch {
    return null;
  }
  return given.length > wanted.length ? null : values;
}
