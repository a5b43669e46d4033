export function createRouter(notFound = () => undefined) {
  const routes = [];

  return {
    add(pattern, handler) {
      routes.push({ pattern: trimmed(pattern), handler });
      return this;
    },
    /** What the handler of this path returns. A query and a hash do not count, nor a slash at the end. */
    go(path) {
      const wanted = trimmed(path.split(/[?#]/)[0]);
      for (const { pattern, handler } of routes) {
        const params = match(pattern, wanted);
        if (params) return handler(params);
      }
      return notFound(path);
    },
  };
}

function match(pattern, path) {
  const [parts, given] = [pattern.split("/"), path.split("/")];
  if (parts.length !== given.length) return null;
  const params = {};
  for (let i = 0; i < parts.length; i++) {
    if (!parts[i].startsWith(":")) {
      if (parts[i] !== given[i]) return null;
    } else {
      if (!given[i]) return null;
      try {
        params[parts[i].slice(1)] = decodeURIComponent(given[i]);
      } catch {
        return null;
      }
    }
  }
  return params;
}

function trimmed(path) {
  return path.replace(/\/+$/, "") || "/";
}
