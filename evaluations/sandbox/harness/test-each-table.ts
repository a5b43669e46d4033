/** The rows and titles of `test.each`. A title contains expected values, so a candidate must not get it. */
import { touched } from "./builtins-guard";
import { hasOwn, indexOf, isArray, isObject, newList, setOwn, slice, stringify, trim } from "./primordials";

const text = String;
const Fault = TypeError;

/** The arguments of each row's body, from a list of rows or from a template with `|` between its columns. */
export function rowsOf(table: any[]): any[][] {
  const first = table[0];
  if (!isArray(first)) throw new Fault("each() needs a list of rows.");
  if (hasOwn(first, "raw")) return rowsOfTemplate(columnsOf(first[0]), table);
  const rows = newList<any[]>();
  for (let i = 0; i < first.length; i++) rows[i] = isArray(first[i]) ? first[i] : [first[i]];
  return rows;
}

function columnsOf(head: string): string[] {
  const names = newList<string>();
  for (let start = 0; start <= head.length; ) {
    const bar = indexOf(head, "|", start);
    const end = bar < 0 ? head.length : bar;
    const name = trim(slice(head, start, end));
    if (name) names[names.length] = name;
    start = end + 1;
  }
  return names;
}

function rowsOfTemplate(names: string[], table: any[]): any[][] {
  const rows = newList<any[]>();
  for (let i = 1; i < table.length && names.length; i += names.length) {
    const row = {};
    for (let j = 0; j < names.length; j++) setOwn(row, names[j], table[i + j]);
    rows[rows.length] = [row];
  }
  return rows;
}

/** The title of a row: `%s`, `%i`, `%j`, … is its next value, `%#` its number, `$key` a value of its object. */
export function titleOf(name: string, row: any[], index: number): string {
  let filled = "";
  let used = 0;
  for (let i = 0; i < name.length; i++) {
    const kind = name[i] === "%" ? name[i + 1] : undefined;
    if (!kind || indexOf("sdifjoOp#%", kind) < 0) {
      filled += name[i];
      continue;
    }
    filled += kind === "%" ? "%" : kind === "#" ? text(index) : shown(row[used++]);
    i++;
  }
  return isObject(row[0]) ? withKeys(filled, row[0] as Record<string, unknown>) : filled;
}

function withKeys(title: string, row: Record<string, unknown>): string {
  let filled = "";
  for (let i = 0; i < title.length; i++) {
    let end = i + 1;
    if (title[i] === "$") while (end < title.length && isWord(title[end])) end++;
    const key = slice(title, i + 1, end);
    filled += key && hasOwn(row, key) ? text(row[key]) : slice(title, i, end);
    i = end - 1;
  }
  return filled;
}

const isWord = (letter: string): boolean =>
  (letter >= "a" && letter <= "z") || (letter >= "A" && letter <= "Z") || (letter >= "0" && letter <= "9") || letter === "_";

/** A value as text, without calling a `toJSON` or `toString` of a shared prototype. */
function shown(value: unknown): string {
  if (typeof value === "string") return value;
  return touched() ? "…" : stringify(value) ?? text(value);
}
