/** What esbuild does to the harness besides bundling; its tests are bundled in the same way. */
import { build } from "esbuild";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { readyAriaQuery } from "./ready-aria-query.mjs";

export const harness = `${process.cwd()}/evaluations/sandbox/harness`;
/** What each part gives to the frame's core. */
const GIVEN = { expect: ["expect", "chai", "beginTest", "endTest", "guardBy", "hearFailures"], timers: ["withGlobal"], assert: ["assertPackages", "guardAssertBy"], lodash: ["lodashPackages"] };

/** The frame's core takes these from the parts before it, so that a case pays only for what it needs. */
export const fromParts = {
  name: "from-parts",
  setup: (setup) => {
    setup.onResolve({ filter: /^\.\/(expect|timers|assert|lodash)$/ }, ({ path }) => ({ path: path.slice(2), namespace: "part" }));
    setup.onLoad({ filter: /.*/, namespace: "part" }, ({ path }) => ({
      contents: `import { take } from "./bundle-parts";\nexport const { ${GIVEN[path].join(", ")} } = take("${path}");`,
      resolveDir: harness, loader: "js",
    }));
  },
};
/** What is worked out when the harness is built: `jestDomNames`, jest-dom's matchers; `uncompared`, the built-ins' properties that no
 * comparison can touch, because what compares does not even have their names. */
export const known = {
  name: "known",
  setup: (setup) => {
    setup.onResolve({ filter: /^\.\/known$/ }, () => ({ path: "known", namespace: "known" }));
    setup.onLoad({ filter: /.*/, namespace: "known" }, async () => ({ contents: await (worked ??= workOut()), loader: "js" }));
  },
};
let worked;
const BUILT_INS = [
  Object, Function, Array, String, Number, Boolean, Symbol, Date, Map, Set, Promise, Error, // RegExp reads its own flags one by one
].flatMap((owner) => [owner, owner.prototype]).concat(JSON, Reflect, Math, Proxy);

async function workOut() {
  const matchers = "@testing-library/jest-dom/matchers";
  const compared = `import "./expect"; import * as matchers from "${matchers}"; console.log(matchers);`;
  const { outputFiles } = await build({
    stdin: { contents: compared, resolveDir: harness }, bundle: true, minify: true, format: "esm", write: false, charset: "ascii", logLevel: "warning",
    plugins: [privateExpect, readyAriaQuery], tsconfigRaw: {}, define: { "process.env.NODE_ENV": '"development"', global: "globalThis" },
  });
  const words = new Set(outputFiles[0].text.match(/[A-Za-z_$][\w$]*/g));
  const names = BUILT_INS.flatMap((owner) => Reflect.ownKeys(owner)).filter((key) => typeof key === "string" && !words.has(key));
  const uncompared = [...new Set(names)];
  if (!words.has("hasOwnProperty") || uncompared.length < 50) throw new Error("The names that comparisons use were not found.");
  return `export const jestDomNames = ${JSON.stringify(Object.keys(createRequire(import.meta.url)(matchers)))};\nexport const uncompared = ${JSON.stringify(uncompared)};`;
}
/** fetch-mock tells `debug` what it does; here nobody reads it. */
export const withoutDebug = {
  name: "without-debug",
  setup: (setup) => {
    setup.onResolve({ filter: /^debug$/ }, () => ({ path: "debug", namespace: "nothing" }));
    setup.onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: "export default () => () => undefined;", loader: "js" }));
  },
};
/** @vitest/expect keeps its state under known symbols of globalThis, where a candidate would find expect itself; it takes
 * for an asymmetric matcher whatever has the method, also on the side of the candidate; and it reads values while it compares (snapshot.ts). */
export const privateExpect = {
  name: "private-expect",
  setup: (setup) => setup.onLoad({ filter: /@vitest.expect.dist.index\.js$/ }, async ({ path }) => {
    const source = await readFile(path, "utf8");
    const contents = source.replaceAll("globalThis", "vault")
      .replace('"asymmetricMatch" in obj && isA("Function", obj.asymmetricMatch)', "vault.isMatcher(obj)")
      .replace("function equals(a, b, customTesters, strictCheck) {\n", (head) => `${head}\tif (vault.snapshot) { a = vault.snapshot(a); b = vault.snapshot(b); vault.refuse(); }\n`);
    for (const part of ["vault.isMatcher(obj)", "a = vault.snapshot(a)"])
      if (!contents.includes(part)) throw new Error(`@vitest/expect changed: look again at what becomes "${part}".`);
    return { contents: `const vault = {};\n${contents}\nexport { vault };`, loader: "js" };
  }),
};
/** user-event, of both versions, copies properties of an input's prototype to the input. The prototype is locked (interfaces.ts), the copies
 * must not be: React and user-event itself replace them. */
const COPIES = [["[target]: intercept\n", "[target]: intercept, configurable: true\n"], ["propName, nativeDescriptor)", "propName, { ...nativeDescriptor, configurable: true })"]];
export const ownInterceptors = {
  name: "own-interceptors",
  setup: (setup) => setup.onLoad({ filter: /user-event.*(interceptor|fireInputEvent)\.js$/ }, async ({ path }) => {
    const source = await readFile(path, "utf8");
    const contents = COPIES.reduce((text, [is, becomes]) => text.replace(is, becomes), source);
    if (contents === source) throw new Error(`${path} changed: look at how it copies properties to inputs.`);
    return { contents, loader: "js" };
  }),
};
/** One React and one DOM Testing Library in the page: what lazy-packages.ts and user-event-13.ts bring take the page's own. */
export const sharedReact = {
  name: "shared-react",
  setup: (setup) => {
    setup.onResolve({ filter: /^(react(-dom(\/client)?)?|@testing-library\/dom)$/ }, ({ path }) => ({ path, namespace: "shared" }));
    setup.onLoad({ filter: /.*/, namespace: "shared" }, ({ path }) => ({ contents: `module.exports = globalThis.bakeoff.shared["${path}"];`, loader: "js" }));
  },
};
/** Plot writes a <style> into each picture, which the site's policy refuses; static/css/charts.css says the same. */
export const withoutStyles = {
  name: "without-styles",
  setup: (setup) => setup.onLoad({ filter: /@observablehq.plot.src.plot\.js$/ }, async ({ path }) => {
    const source = await readFile(path, "utf8");
    const contents = source.replace('svg.append("style").text(', "void (");
    if (contents === source) throw new Error("@observablehq/plot changed: look at how it writes its styles again.");
    return { contents, loader: "js" };
  }),
};
