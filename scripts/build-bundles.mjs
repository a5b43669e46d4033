/** Builds what runs in browsers: the sandbox's harness (evaluations/sandbox/dist) and the pages' libraries (static/vendor). */
import { build } from "esbuild";
import { copyFileSync, mkdirSync } from "node:fs";
import { fromParts, harness, known, ownInterceptors, privateExpect, sharedReact, withoutStyles } from "./bundle-plugins.mjs";
import { buildPython } from "./build-python.mjs";
import { buildTypes } from "./build-types.mjs";
import { writeLicences } from "./licences.mjs";
import { readyAriaQuery } from "./ready-aria-query.mjs";

const shared = {
  bundle: true, minify: true, format: "iife", target: "chrome120", legalComments: "none", logLevel: "warning",
  tsconfigRaw: {}, charset: "ascii", external: ["util", "timers", "timers/promises"], define: { "process.env.NODE_ENV": '"development"', global: "globalThis" },
};
const inHarness = (name) => ({ in: `${harness}/${name}.ts`, out: name });
const names = ["page", "math", "compile", "xlsx", "part-expect", "part-timers", "part-assert", "part-lodash", "python-host", "types", "spec"];
// Strict throughout: Error.prepareStackTrace hands out the functions of sloppy frames.
Object.assign(shared, { plugins: [known, privateExpect, ownInterceptors, readyAriaQuery], banner: { js: '"use strict";' } });
await build({ ...shared, plugins: [known, fromParts], entryPoints: [inHarness("frame")], outdir: "evaluations/sandbox/dist" });
await build({ ...shared, plugins: [known, ownInterceptors, sharedReact], entryPoints: [inHarness("more"), inHarness("user-event-13")], outdir: "evaluations/sandbox/dist" });
await build({ ...shared, entryPoints: names.filter((name) => name !== "page").map(inHarness), outdir: "evaluations/sandbox/dist" });
await build({ ...shared, inject: [`${harness}/jest.ts`], entryPoints: [inHarness("page")], outdir: "evaluations/sandbox/dist" });
await buildPython({ ...shared, entryPoints: [inHarness("python-worker")], outdir: "evaluations/sandbox/dist" });
buildTypes();
copyFileSync("node_modules/axe-core/axe.min.js", "evaluations/sandbox/dist/axe.js");
// What a person's own browser loads: React's production build, no eval but the answer's own.
const forPages = { ...shared, define: { ...shared.define, "process.env.NODE_ENV": '"production"' } };
const preview = await build({ ...forPages, metafile: true, entryPoints: [inHarness("preview")], outdir: "static/vendor" });
writeLicences(preview.metafile, "static/vendor/preview.licences.txt");
// Libraries of the pages themselves get their entries here.
mkdirSync("static/vendor", { recursive: true });
const forSite = { bundle: true, minify: true, format: "esm", target: "chrome109", legalComments: "none", logLevel: "warning", charset: "ascii" };
const library = (contents, outfile, plugins = []) => build({ ...forSite, stdin: { contents, resolveDir: "." }, outfile, plugins });
const marks = "plot, axisX, axisY, barX, dot, frame, gridX, gridY, line, link, ruleX, ruleY, stackX, text";
await library(`export { ${marks} } from "@observablehq/plot";`, "static/vendor/plot.js", [withoutStyles]);
await library(`
  export { MergeView, unifiedMergeView } from "@codemirror/merge";
  export { EditorView, lineNumbers } from "@codemirror/view";
  export { EditorState } from "@codemirror/state";
  export { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
  export { tags } from "@lezer/highlight";
  export { tsxLanguage } from "@codemirror/lang-javascript";
  export { pythonLanguage } from "@codemirror/lang-python";
`, "static/vendor/merge.js");
copyFileSync("node_modules/htmx.org/dist/htmx.min.js", "static/vendor/htmx.js");
