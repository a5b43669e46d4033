/** What the type checker's page serves: TypeScript's own libraries and the typings of the packages that resolve, as one file. */
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";

const dist = "evaluations/sandbox/dist";
const PACKAGES = ["@types/react", "@types/react-dom", "csstype", "@types/prop-types", "clsx", "classnames", "@e965/xlsx", "@types/lodash"];

function* typings(folder) {
  for (const name of readdirSync(folder)) {
    const path = `${folder}/${name}`;
    if (statSync(path).isDirectory()) { if (name !== "node_modules" && name !== "ts5.0" && name !== "fp") yield* typings(path); }
    else if (/\.d\.[cm]?ts$/.test(name) || name === "package.json") yield path;
  }
}

export function buildTypes() {
  const files = {};
  for (const name of readdirSync("node_modules/typescript/lib"))
    if (/^lib\.(es\d+|es5|decorators|dom)(\.|$)/.test(name) && name.endsWith(".d.ts") && !name.includes("full")) files[`/lib/${name}`] = readFileSync(`node_modules/typescript/lib/${name}`, "utf8");
  for (const name of PACKAGES)
    if (existsSync(`node_modules/${name}`)) for (const path of typings(`node_modules/${name}`)) files[`/${path}`] = readFileSync(path, "utf8");
  writeFileSync(`${dist}/types.json`, JSON.stringify(files));
}
