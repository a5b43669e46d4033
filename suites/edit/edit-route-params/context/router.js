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
      const route = routes.find(({ pattern }) => pattern === wanted);
      return route ? route.handler() : notFound(path);
    },
  };
}

function trimmed(path) {
  return path.replace(/\/+$/, "") || "/";
}
