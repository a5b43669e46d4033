/** Builds what runs in browsers: the sandbox's harness (evaluations/sandbox/dist) and the pages' libraries (static/vendor). */
import { build } from "esbuild";
import { copyFileSync, mkdirSync } from "node:fs";
import { fromParts, harness, known, ownInterceptors, privateExpect, sharedReact, withoutDebug, withoutStyles } from "./bundle-plugins.mjs";
import { buildPython } from "./build-python.mjs";
import { buildTypes } from "./build-types.mjs";
import { writeLicences } from "./licences.mjs";
import { readyAriaQuery } from "./ready-aria-query.mjs";

const shared = {
  bundle: true, minify: true, format: "iife", target: "chrome120", legalComments: "none", logLevel: "warning",
  tsconfigRaw: {}, charset: "ascii", external: ["util", "timers", "timers/promises"], define: {
    "process.env.NODE_ENV": '"development"', global: "globalThis",
    "Object.defineProperty": "nativeDefineProperty", "Object.defineProperties": "nativeDefineProperties",
    "Object.setPrototypeOf": "nativeSetPrototypeOf", "Reflect.defineProperty": "nativeReflectDefineProperty",
    "Reflect.setPrototypeOf": "nativeReflectSetPrototypeOf",
    __VUE_OPTIONS_API__: "true", __VUE_PROD_DEVTOOLS__: "false", __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
  },
  inject: [`${harness}/native-definers.ts`],
};
/** In the folder of its kind where it has one: python-worker.ts in python/. */
const FOLDERS = { python: "python/", spec: "playwright/", preview: "preview/", visual: "visual/" };
const pathOf = (name) => `${harness}/${FOLDERS[name.split("-")[0]] ?? ""}${name}.ts`;
const inHarness = (name) => ({ in: pathOf(name), out: name });
const names = ["page", "math", "compile", "tailwind", "vue", "vue-compiler", "part-expect", "part-timers", "part-assert", "part-lodash", "python-host", "types", "spec", "visual-compare"];
// Strict throughout: Error.prepareStackTrace hands out the functions of sloppy frames.
Object.assign(shared, { plugins: [known, privateExpect, ownInterceptors, readyAriaQuery], banner: { js: '"use strict";' } });
await build({ ...shared, plugins: [known, fromParts], entryPoints: [inHarness("frame")], outdir: "evaluations/sandbox/dist" });
// Beside the page's own React: for the cases, and the previews, that need them (evaluations/packages.py).
const besideReact = ["xlsx", "lazy-packages", "helpers", "router", "icons", "charts", "motion"];
const withReact = [known, ownInterceptors, sharedReact];
await build({ ...shared, plugins: withReact, entryPoints: [...besideReact, "user-event-13"].map(inHarness), outdir: "evaluations/sandbox/dist" });
const forFetchMock = { plugins: [...withReact, withoutDebug], define: { ...shared.define, "process.platform": '"browser"' } };
await build({ ...shared, ...forFetchMock, entryPoints: [inHarness("fetch-mock")], outdir: "evaluations/sandbox/dist" });
await build({ ...shared, entryPoints: names.filter((name) => name !== "page").map(inHarness), outdir: "evaluations/sandbox/dist" });
await build({ ...shared, inject: [...shared.inject, `${harness}/jest.ts`], entryPoints: [inHarness("page")], outdir: "evaluations/sandbox/dist" });
await buildPython({ ...shared, entryPoints: [inHarness("python-worker")], outdir: "evaluations/sandbox/dist" });
buildTypes();
copyFileSync("node_modules/axe-core/axe.min.js", "evaluations/sandbox/dist/axe.js");
// The one font of pictures that are compared (kind visual), so that text looks the same on every machine.
const INTER = "node_modules/@expo-google-fonts/inter";
mkdirSync("evaluations/sandbox/dist/fonts", { recursive: true });
for (const name of ["400Regular", "400Regular_Italic", "500Medium", "600SemiBold", "700Bold"]) copyFileSync(`${INTER}/${name}/Inter_${name}.ttf`, `evaluations/sandbox/dist/fonts/Inter_${name}.ttf`);
copyFileSync(`${INTER}/LICENSE_FONT`, "evaluations/sandbox/dist/fonts/LICENSE.txt");
// What a person's own browser loads: React's production build, no eval but the answer's own.
const forPages = { ...shared, define: { ...shared.define, "process.env.NODE_ENV": '"production"' } };
/** One script of the preview, with the licences of what is in it beside it. */
async function forPreview(name, out, more = {}) {
  const { metafile } = await build({ ...forPages, ...more, metafile: true, entryPoints: [{ in: pathOf(name), out }], outdir: "static/vendor" });
  writeLicences(metafile, `static/vendor/${out}.licences.txt`);
}
await forPreview("preview", "preview");
await forPreview("preview-recorder", "preview-recorder");
for (const name of besideReact) await forPreview(name, `preview-${name}`, { plugins: withReact });
for (const name of ["math", "tailwind", "vue", "vue-compiler"]) await forPreview(name, `preview-${name}`);
// What a plain page loads from a CDN gets these: one script a package of evaluations/cdn.py, as its makers publish it.
const published = {
  react: "react/umd/react.production.min.js", "react-dom": "react-dom/umd/react-dom.production.min.js", vue: "vue/dist/vue.global.prod.js",
  xlsx: "@e965/xlsx/dist/xlsx.full.min.js", papaparse: "papaparse/papaparse.min.js", lodash: "lodash/lodash.min.js", dayjs: "dayjs/dayjs.min.js",
  axios: "axios/dist/axios.min.js", rxjs: "rxjs/dist/bundles/rxjs.umd.min.js", mathjs: "mathjs/lib/browser/math.js", "js-cookie": "js-cookie/dist/js.cookie.min.js",
};
for (const [name, file] of Object.entries(published)) {
  copyFileSync(`node_modules/${file}`, `evaluations/sandbox/dist/cdn-${name}.js`);
  copyFileSync(`node_modules/${file}`, `static/vendor/preview-cdn-${name}.js`);
  writeLicences({ inputs: { [`node_modules/${file}`]: {} } }, `static/vendor/preview-cdn-${name}.licences.txt`);
}
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
await library(`
  export { autocompletion, closeBrackets, closeBracketsKeymap, completeAnyWord, completionKeymap } from "@codemirror/autocomplete";
  export { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
  export { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
  export { Compartment, EditorState } from "@codemirror/state";
  export { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
  export { tags } from "@lezer/highlight";
  export { tsxLanguage } from "@codemirror/lang-javascript";
  export { pythonLanguage } from "@codemirror/lang-python";
`, "static/vendor/editor.js");
copyFileSync("node_modules/htmx.org/dist/htmx.min.js", "static/vendor/htmx.js");
