/** What the Python lane serves: Pyodide's files, its Worker, and a snapshot of an interpreter's memory with the harness in it. */
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { loadPyodide, version } from "pyodide";

const dist = "evaluations/sandbox/dist";
const from = "node_modules/pyodide";
const env = { HOME: "/home/candidate", PYTHONHASHSEED: "0" };
const parts = ["guard", "values", "compare", "unittest", "check_file", "rewrite", "watch", "tests", "realm"]; // each imports those before it
const files = parts.map((name) => `python_${name}`);
const sources = Object.fromEntries(files.map((name) => [name, readFileSync(`evaluations/sandbox/harness/python/${name}.py`, "utf8")]));
const digest = createHash("sha256").update(`${version}\0${process.version}\0${Object.values(sources).join("\0")}`)
  .update(readFileSync("scripts/build-python.mjs")).digest("hex");

/** The interpreter after it has loaded the harness and what answers import most; 2.5 s of work that no candidate waits for. */
async function makeSnapshot() {
  const python = await loadPyodide({ _makeSnapshot: true, env });
  python.globals.set("sources", python.toPy(sources));
  python.runPython(`
import builtins, sys, types
places = {}
for name, source in sources.items():
    module = types.ModuleType(f"evaluations.sandbox.harness.python.{name}")
    vars(module)["__builtins__"] = dict(vars(builtins))
    places[module.__name__] = sys.modules[module.__name__] = module
    exec(compile(source, name, "exec", dont_inherit=True), vars(module))
for name in places:
    del sys.modules[name]
    module.protect(vars(places[name]))
module.prepare()
globals()["bakeoff realm"] = vars(module)
del builtins, sys, types, places, name, source, sources, module
`);
  return python.makeMemorySnapshot();
}

/** The snapshot comes from Node, which may lack what Chromium has: without this each call of a C function goes through JavaScript, and a
 * Worker's stack ends at 300 of them. */
const ownTrampoline = {
  name: "own-trampoline",
  setup: (setup) => setup.onLoad({ filter: /pyodide\.asm\.mjs$/ }, ({ path }) => {
    const place = "HEAP32[(__PyRuntime+offset)/4>>>0]=ptr});";
    const source = readFileSync(path, "utf8");
    if (!source.includes(place)) throw new Error("pyodide.asm.mjs changed: look at setEmscriptenTrampoline again.");
    return { contents: source.replace(place, `Module.ownTrampoline=()=>{${place.slice(0, -3)}}});`), loader: "js" };
  }),
};

/** The wheels of Pyodide's release by the packages' names: evaluations/wheels.py tells them from other wheels. */
function wheelsOf(packages) {
  const wheels = Object.values(packages).filter((each) => each.package_type === "package" && each.file_name.endsWith(".whl"));
  return Object.fromEntries(wheels.map(({ name, file_name, sha256, depends }) => [name, { file_name, sha256, depends }]));
}

export async function buildPython(options) {
  // The digest is part of the Worker, so that the harness's version tells another realm from this one.
  await build({ ...options, plugins: [ownTrampoline], banner: { js: `"use strict";/* ${digest} */` }, external: ["node:*", "ws"], define: { ...options.define, "import.meta.url": '"http://harness/"' } });
  const stamp = `${dist}/python.digest`;
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return;
  copyFileSync(`${from}/pyodide.asm.wasm`, `${dist}/pyodide.wasm`);
  copyFileSync(`${from}/python_stdlib.zip`, `${dist}/python-library.zip`);
  const { info, packages } = JSON.parse(readFileSync(`${from}/pyodide-lock.json`, "utf8"));
  writeFileSync(`${dist}/python-lock.json`, JSON.stringify({ info, packages: {} })); // nothing but the standard library
  writeFileSync(`${dist}/python-packages.json`, JSON.stringify(wheelsOf(packages)));
  writeFileSync(`${dist}/python.snapshot`, await makeSnapshot());
  writeFileSync(stamp, digest);
}
