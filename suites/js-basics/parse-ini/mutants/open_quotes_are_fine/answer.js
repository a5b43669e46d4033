function valueOf(text) {
  if (!text.startsWith('"')) return text.replace(/(^|\s)[;#].*$/, "").trim();
  const match = /^"((?:[^"\\]|\\.)*)"\s*([;#].*)?$/.exec(text);
  if (!match) return text;
  return match[1].replace(/\\(["\\n])/g, (_, sign) => (sign === "n" ? "\n" : sign));
}

const set = (object, key, value) => Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });

export function parseIni(text) {
  const result = {};
  let section = result;
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (line === "" || /^[;#]/.test(line)) continue;
    const header = /^\[(.*)\]$/.exec(line);
    if (header) {
      const name = header[1].trim();
      const there = Object.hasOwn(result, name) ? result[name] : undefined;
      section = typeof there === "object" ? there : {};
      set(result, name, section);
      continue;
    }
    const at = line.indexOf("=");
    if (at < 0) set(section, line, true);
    else set(section, line.slice(0, at).trim(), valueOf(line.slice(at + 1).trim()));
  }
  return result;
}
