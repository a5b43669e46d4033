/** aria-query with its tables worked out at build time: it takes 8 ms to work them out again in every document. */
import { createRequire } from "node:module";
import { deepStrictEqual } from "node:assert";

const library = createRequire(import.meta.url)("aria-query");

/** Its maps as [key, JSON] pairs; a key is itself JSON where it is no text. */
function table(map) {
  const entries = map.entries().map(([key, value]) => {
    const json = JSON.stringify(value);
    deepStrictEqual(JSON.parse(json), value, "aria-query holds what JSON cannot: load it as it is.");
    return [key, json];
  });
  return JSON.stringify(entries);
}

// Every value is parsed when it is first asked for, by the JSON.parse from before the candidate ran.
const contents = `
const { parse } = JSON;
function ready(pairs) {
  const made = [];
  const value = (i) => (made[i] ??= parse(pairs[i][1]));
  const same = (a, b) => a === b || (typeof a === "object" && JSON.stringify(a) === JSON.stringify(b));
  const find = (key) => { for (let i = 0; i < pairs.length; i++) if (same(pairs[i][0], key)) return i; return -1; };
  const map = {
    entries: () => pairs.map((pair, i) => [pair[0], value(i)]),
    forEach: (body, self = null) => { for (let i = 0; i < pairs.length; i++) body.call(self, value(i), pairs[i][0], map); },
    get: (key) => { const i = find(key); return i < 0 ? undefined : value(i); },
    has: (key) => find(key) >= 0,
    keys: () => pairs.map((pair) => pair[0]),
    values: () => pairs.map((_, i) => value(i)),
    [Symbol.iterator]: () => map.entries()[Symbol.iterator](),
  };
  return map;
}
${Object.entries(library).map(([name, map]) => `export const ${name} = /* @__PURE__ */ ready(${table(map)});`).join("\n")}
`;

export const readyAriaQuery = {
  name: "ready-aria-query",
  setup: (setup) => setup.onLoad({ filter: /aria-query.lib.index\.js$/ }, () => ({ contents, loader: "js" })),
};
