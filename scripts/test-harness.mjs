/** Runs the harness's own tests, tests/sandbox/harness/*.test.ts, in Node: bundled by esbuild as the harness is. */
import { build } from "esbuild";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { known, privateExpect } from "./bundle-plugins.mjs";

const folder = "tests/sandbox/harness";
const outdir = mkdtempSync(join(tmpdir(), "bakeoff-harness-"));
try {
  const names = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));
  await build({
    entryPoints: names.map((name) => join(folder, name)), outdir, bundle: true, platform: "node", format: "cjs", target: "node18",
    plugins: [known, privateExpect], tsconfigRaw: {}, define: { "process.env.NODE_ENV": '"development"' }, logLevel: "warning",
  });
  // node --test takes a test runner's variables for its own.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const files = names.map((name) => join(outdir, name.replace(/\.ts$/, ".js")));
  process.exitCode = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit", env }).status ?? 1;
} finally {
  rmSync(outdir, { recursive: true, force: true });
}
