/** Builds what runs in browsers: the sandbox's harness (evaluations/sandbox/dist) and the pages' libraries (static/vendor). */
import { build } from "esbuild";
import { copyFileSync, existsSync, mkdirSync } from "node:fs";

const harness = "evaluations/sandbox/harness";
const shared = {
  bundle: true, minify: true, format: "iife", target: "chrome120", legalComments: "none", logLevel: "warning",
  charset: "ascii", external: ["util", "timers", "timers/promises"], define: { "process.env.NODE_ENV": '"development"', global: "globalThis" },
};
const inHarness = (name) => ({ in: `${harness}/${name}.ts`, out: name });
const names = ["page", "worker", "function-host", "compile", "xlsx"];
await build({ ...shared, entryPoints: names.map(inHarness), outdir: "evaluations/sandbox/dist" });
if (existsSync(`${harness}/preview.ts`)) await build({ ...shared, entryPoints: [inHarness("preview")], outdir: "static/vendor" });
mkdirSync("static/vendor", { recursive: true });
copyFileSync("node_modules/htmx.org/dist/htmx.min.js", "static/vendor/htmx.js");
