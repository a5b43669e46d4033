export function globMatch(pattern, path) {
  const source = pattern.replace(/(^|\/)\*\*\/|\{([^{}]*)\}|[*?]|[.+^$()|[\]\\{}]/g, (part, before, choices) => {
    if (part.endsWith("**/")) return `${before}(?:.*/)?`;
    if (choices !== undefined) return `(?:${choices.split(",").map(escaped).join("|")})`;
    if (part === "*") return "[^/]*";
    return part === "?" ? "[^/]?" : `\\${part}`;
  });
  return new RegExp(`^${source}$`, "s").test(path);
}

const escaped = (text) => text.replace(/[.+^$()|[\]\\]/g, "\\$&");
