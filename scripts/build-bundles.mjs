/** Builds what runs in browsers: the sandbox's harness (evaluations/sandbox/dist) and the pages' libraries (static/vendor). */
import { build } from "esbuild";
import { copyFileSync, mkdirSync } from "node:fs";

const harness = "evaluations/sandbox/harness";
const shared = {
  bundle: true, minify: true, format: "iife", target: "chrome120", legalComments: "none", logLevel: "warning",
  charset: "ascii", external: ["util", "timers", "timers/promises"], define: { "process.env.NODE_ENV": '"development"', global: "globalThis" },
};
const inHarness = (name) => ({ in: `${harness}/${name}.ts`, out: name });
const names = ["page", "worker", "function-host", "compile", "xlsx"];
await build({ ...shared, entryPoints: names.map(inHarness), outdir: "evaluations/sandbox/dist" });
// What a person's own browser loads: React's production build, no eval but the answer's own.
const forPages = { ...shared, define: { ...shared.define, "process.env.NODE_ENV": '"production"' } };
await build({ ...forPages, entryPoints: [inHarness("preview")], outdir: "static/vendor" });
// Libraries of the pages themselves (Plot, CodeMirror, …) get their entries here.
mkdirSync("static/vendor", { recursive: true });
copyFileSync("node_modules/htmx.org/dist/htmx.min.js", "static/vendor/htmx.js");
