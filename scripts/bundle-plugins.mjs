/** What esbuild does to the harness besides bundling; its tests are bundled in the same way. */
import { readFile } from "node:fs/promises";

export const harness = `${process.cwd()}/evaluations/sandbox/harness`;
/** What each part gives to the frame's core. */
const GIVEN = { expect: ["expect", "chai", "beginTest", "endTest", "guardBy"], timers: ["withGlobal"], assert: ["assertPackages"], lodash: ["lodashPackages"] };

/** The frame's core takes these from the parts before it, so that a case pays only for what it needs. */
export const fromParts = {
  name: "from-parts",
  setup: (setup) => {
    setup.onResolve({ filter: /^\.\/(expect|timers|assert|lodash)$/ }, ({ path }) => ({ path: path.slice(2), namespace: "part" }));
    setup.onLoad({ filter: /.*/, namespace: "part" }, ({ path }) => ({
      contents: `import { take } from "./parts";\nexport const { ${GIVEN[path].join(", ")} } = take("${path}");`,
      resolveDir: harness, loader: "js",
    }));
  },
};
/** @vitest/expect keeps its state under known symbols of globalThis, where a candidate would find expect itself; and it takes
 * for an asymmetric matcher whatever has the method, also on the side of the candidate. */
export const privateExpect = {
  name: "private-expect",
  setup: (setup) => setup.onLoad({ filter: /@vitest.expect.dist.index\.js$/ }, async ({ path }) => {
    const source = await readFile(path, "utf8");
    const contents = source.replaceAll("globalThis", "vault")
      .replace('"asymmetricMatch" in obj && isA("Function", obj.asymmetricMatch)', "obj instanceof AsymmetricMatcher");
    if (!contents.includes("obj instanceof AsymmetricMatcher")) throw new Error("@vitest/expect changed: look at isAsymmetric anew.");
    return { contents: `const vault = {};\n${contents}\nexport { vault };`, loader: "js" };
  }),
};
/** One React and one DOM Testing Library in the page: what more.ts and user-event-13.ts bring take the page's own. */
export const sharedReact = {
  name: "shared-react",
  setup: (setup) => {
    setup.onResolve({ filter: /^(react(-dom(\/client)?)?|@testing-library\/dom)$/ }, ({ path }) => ({ path, namespace: "shared" }));
    setup.onLoad({ filter: /.*/, namespace: "shared" }, ({ path }) => ({ contents: `module.exports = globalThis.bakeoff.shared["${path}"];`, loader: "js" }));
  },
};
/** Plot writes a <style> into each picture, which the site's policy refuses; static/css/compare.css says the same. */
export const withoutStyles = {
  name: "without-styles",
  setup: (setup) => setup.onLoad({ filter: /@observablehq.plot.src.plot\.js$/ }, async ({ path }) => {
    const source = await readFile(path, "utf8");
    const contents = source.replace('svg.append("style").text(', "void (");
    if (contents === source) throw new Error("@observablehq/plot changed: look at how it writes its styles anew.");
    return { contents, loader: "js" };
  }),
};
