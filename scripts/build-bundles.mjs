/** Builds what runs in browsers: the sandbox's harness (evaluations/sandbox/dist) and the pages' libraries (static/vendor). */
import { build } from "esbuild";
import { copyFileSync, mkdirSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { buildPython } from "./build-python.mjs";
import { buildTypes } from "./build-types.mjs";
import { readyAriaQuery } from "./ready-aria-query.mjs";

const harness = `${process.cwd()}/evaluations/sandbox/harness`;
const shared = {
  bundle: true, minify: true, format: "iife", target: "chrome120", legalComments: "none", logLevel: "warning",
  charset: "ascii", external: ["util", "timers", "timers/promises"], define: { "process.env.NODE_ENV": '"development"', global: "globalThis" },
};
const inHarness = (name) => ({ in: `${harness}/${name}.ts`, out: name });
const names = ["page", "compile", "xlsx", "part-expect", "part-timers", "part-assert", "part-lodash", "python-host", "types"];
/** The frame's core takes these from the parts before it, so that a case pays only for what it needs. */
const fromParts = {
  name: "from-parts",
  setup: (setup) => {
    const names = { expect: ["expect", "chai", "beginTest", "endTest", "guardBy"], timers: ["withGlobal"], assert: ["assertPackages"], lodash: ["lodashPackages"] };
    setup.onResolve({ filter: /^\.\/(expect|timers|assert|lodash)$/ }, ({ path }) => ({ path: path.slice(2), namespace: "part" }));
    setup.onLoad({ filter: /.*/, namespace: "part" }, ({ path }) => ({
      contents: `import { take } from "./parts";\nexport const { ${names[path].join(", ")} } = take("${path}");`,
      resolveDir: harness, loader: "js",
    }));
  },
};
/** @vitest/expect keeps its state under known symbols of globalThis, where a candidate would find expect itself; and it takes
 * for an asymmetric matcher whatever has the method, also on the side of the candidate. */
const privateExpect = {
  name: "private-expect",
  setup: (setup) => setup.onLoad({ filter: /@vitest.expect.dist.index\.js$/ }, async ({ path }) => {
    const source = await readFile(path, "utf8");
    const contents = source.replaceAll("globalThis", "vault")
      .replace('"asymmetricMatch" in obj && isA("Function", obj.asymmetricMatch)', "obj instanceof AsymmetricMatcher");
    if (!contents.includes("obj instanceof AsymmetricMatcher")) throw new Error("@vitest/expect changed: look at isAsymmetric anew.");
    return { contents: `const vault = {};\n${contents}\nexport { vault };`, loader: "js" };
  }),
};
// Strict throughout: Error.prepareStackTrace hands out the functions of sloppy frames.
Object.assign(shared, { plugins: [privateExpect, readyAriaQuery], banner: { js: '"use strict";' } });
await build({ ...shared, plugins: [fromParts], entryPoints: [inHarness("frame")], outdir: "evaluations/sandbox/dist" });
/** One React in the page: what more.ts brings takes the page's own. */
const sharedReact = {
  name: "shared-react",
  setup: (setup) => {
    setup.onResolve({ filter: /^react(-dom)?$/ }, ({ path }) => ({ path, namespace: "shared" }));
    setup.onLoad({ filter: /.*/, namespace: "shared" }, ({ path }) => ({ contents: `module.exports = globalThis.bakeoff.shared["${path}"];`, loader: "js" }));
  },
};
await build({ ...shared, plugins: [sharedReact], entryPoints: [inHarness("more")], outdir: "evaluations/sandbox/dist" });
await build({ ...shared, entryPoints: names.filter((name) => name !== "page").map(inHarness), outdir: "evaluations/sandbox/dist" });
await build({ ...shared, inject: [`${harness}/jest.ts`], entryPoints: [inHarness("page")], outdir: "evaluations/sandbox/dist" });
await buildPython({ ...shared, entryPoints: [inHarness("python-worker")], outdir: "evaluations/sandbox/dist" });
buildTypes();
// What a person's own browser loads: React's production build, no eval but the answer's own.
const forPages = { ...shared, define: { ...shared.define, "process.env.NODE_ENV": '"production"' } };
await build({ ...forPages, entryPoints: [inHarness("preview")], outdir: "static/vendor" });
// Libraries of the pages themselves (Plot, CodeMirror, …) get their entries here.
mkdirSync("static/vendor", { recursive: true });
copyFileSync("node_modules/htmx.org/dist/htmx.min.js", "static/vendor/htmx.js");
