/** The parts of Node for specs: paths, and the readable files of task and candidate. Nothing of the real machine. */
const normal = (path: string): string => {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part && part !== ".") parts.push(part);
  }
  return `${path.startsWith("/") ? "/" : ""}${parts.join("/")}` || ".";
};
const basename = (path: string, ending = ""): string => {
  const name = path.replace(/\/+$/, "").split("/").pop()!;
  return ending && name.endsWith(ending) ? name.slice(0, -ending.length) : name;
};
const extname = (path: string): string => /[^.]\.[^.]*$/.test(basename(path)) ? basename(path).replace(/.*(\.[^.]*)$/, "$1") : "";
const dirname = (path: string): string => path.replace(/\/+$/, "").split("/").slice(0, -1).join("/") || (path.startsWith("/") ? "/" : ".");
const resolve = (...parts: string[]): string => {
  let whole = "";
  for (const part of parts.toReversed()) {
    whole = whole ? `${part}/${whole}` : part;
    if (part.startsWith("/")) return normal(whole);
  }
  return normal(`${ROOT}/${whole}`);
};
const relative = (from: string, to: string): string => {
  const [a, b] = [resolve(from), resolve(to)].map((path) => path.split("/").filter(Boolean));
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  return [...a.slice(same).map(() => ".."), ...b.slice(same)].join("/");
};
export const path: any = { sep: "/", delimiter: ":", normalize: normal, basename, extname, dirname, resolve, relative, isAbsolute: (p: string) => p.startsWith("/"), join: (...parts: string[]) => normal(parts.filter(Boolean).join("/")) };
path.posix = path;
path.default = path;

/** The folder of a case's files in its spec. */
export const ROOT = "/project";

/** Bytes with the most used methods of Node's Buffer. */
export class Buffer extends Uint8Array {
  static override from(given: any, encoding?: any): Buffer {
    if (typeof given !== "string") return new Buffer(given);
    if (encoding === "base64") return new Buffer(Array.from(atob(given), (letter) => letter.charCodeAt(0)));
    return new Buffer(new TextEncoder().encode(given));
  }
  static override of(...bytes: number[]): Buffer { return new Buffer(bytes); }
  static alloc(size: number, fill = 0): Buffer { return new Buffer(new Uint8Array(size).fill(fill)); }
  static isBuffer(value: unknown): boolean { return value instanceof Buffer; }
  static concat(list: Uint8Array[]): Buffer { return new Buffer(list.flatMap((each) => [...each])); }
  override toString(encoding = "utf8"): string {
    if (encoding === "base64") return btoa(Array.from(this, (byte) => String.fromCharCode(byte)).join(""));
    if (encoding === "hex") return Array.from(this, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return new TextDecoder().decode(this);
  }
}

const missing = (place: string): Error => Object.assign(new Error(`ENOENT: no such file or directory, open '${place}'`), { code: "ENOENT" });
const later = <T>(work: (...values: any[]) => T) => async (...values: any[]): Promise<T> => work(...values);

/** node:fs with these files, read only. */
export function fileSystem(files: Record<string, string>, fixtures: Record<string, string>): any {
  const at = (name: unknown): string => resolve(String(name instanceof URL ? name.pathname : name));
  const known = new Map<string, Buffer | string>();
  for (const [name, text] of Object.entries(files)) known.set(resolve(ROOT, name), text);
  for (const [name, base64] of Object.entries(fixtures)) known.set(resolve(ROOT, "fixtures", name), Buffer.from(base64, "base64"));
  const isFolder = (place: string): boolean => [...known.keys()].some((name) => name.startsWith(`${place}/`));
  const existsSync = (name: unknown): boolean => known.has(at(name)) || isFolder(at(name));
  const readFileSync = (name: unknown, options?: any): string | Buffer => {
    const content = known.get(at(name));
    if (content === undefined) throw missing(at(name));
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    return typeof options === "string" || options?.encoding ? bytes.toString() : bytes;
  };
  const readdirSync = (name: unknown): string[] => {
    const place = at(name);
    if (!isFolder(place)) throw missing(place);
    return [...new Set([...known.keys()].filter((each) => each.startsWith(`${place}/`)).map((each) => each.slice(place.length + 1).split("/")[0]))];
  };
  const statSync = (name: unknown): object => {
    const place = at(name);
    if (!existsSync(place)) throw missing(place);
    return { isFile: () => known.has(place), isDirectory: () => isFolder(place), size: known.has(place) ? readFileSync(place).length : 0 };
  };
  const promises = {
    readFile: later(readFileSync), readdir: later(readdirSync), stat: later(statSync),
    access: later((name: unknown) => { if (!existsSync(name)) throw missing(at(name)); }),
  };
  const sync = { existsSync, readFileSync, readdirSync, statSync, accessSync: (name: unknown) => { if (!existsSync(name)) throw missing(at(name)); } };
  return { ...sync, promises, constants: { F_OK: 0, R_OK: 4 }, default: { ...sync, promises }, __esModule: true };
}

export const os = { platform: () => "linux", EOL: "\n", tmpdir: () => "/tmp", homedir: () => "/", type: () => "Linux", arch: () => "x64" };
export const url = {
  URL, URLSearchParams, fileURLToPath: (given: any) => new URL(String(given)).pathname, pathToFileURL: (place: string) => new URL(`file://${resolve(place)}`),
};
export const process: any = { env: {}, cwd: () => ROOT, platform: "linux", argv: ["node", "spec"], version: "v22.0.0", versions: { node: "22.0.0" }, on: () => process, exit: () => { throw new Error("process.exit is not there."); } };
