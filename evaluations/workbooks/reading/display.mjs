// Reads [[value, format], …] as JSON from standard input and writes what SheetJS's SSF shows for each, null where it cannot.
import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

globalThis.bakeoff = { packages: {} }; // what the bundle offers itself to
runInThisContext(readFileSync(process.argv[2], "utf8"));
const { SSF } = globalThis.bakeoff.packages.xlsx();
const show = ([value, format]) => {
  try {
    return SSF.format(format, value);
  } catch {
    return null;
  }
};
process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(show)));
