/** The licence texts of the packages that a bundle is made of, from esbuild's list of its inputs. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;

export function writeLicences(metafile, path) {
  const folders = new Set(Object.keys(metafile.inputs).map((input) => PACKAGE.exec(input)?.[1]).filter(Boolean));
  const parts = [...folders].toSorted().map((folder) => {
    const { name, version, license, author } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.|-|$)/i.test(entry));
    const text = file && existsSync(join(folder, file)) ? readFileSync(join(folder, file), "utf8").trim() : `By ${author?.name ?? author ?? "its authors"}.`;
    return `${name} ${version} (${license?.type ?? license})\n\n${text}\n`;
  });
  writeFileSync(path, parts.join(`\n${"-".repeat(72)}\n\n`));
}
