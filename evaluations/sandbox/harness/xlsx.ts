/** SheetJS, loaded only for candidates that import it, under the names of its package's files too (packages.py). */
import * as library from "@e965/xlsx";
import { esm, offer } from "./interop";

const files = ["full.min", "core.min", "mini.min", "full", "core", "mini"].map((name) => `xlsx/dist/xlsx.${name}.js`);
const names = ["xlsx", "@e965/xlsx", "xlsx/xlsx", "xlsx/xlsx.js", "xlsx/xlsx.mjs", ...files];
offer(Object.fromEntries(names.map((name) => [name, () => esm(library)])));
