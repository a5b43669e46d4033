/**
 * APIs that a document without an origin refuses but that answers use: storage, cookies and a clipboard, which are stored in
 * memory while the frame lives, and dialogs, which are logged instead of shown.
 */

/** Web storage: texts by key, which are properties too. */
function makeStorage(): Storage {
  const stored = new Map<string, string>();
  const methods: Record<string, unknown> = {
    getItem: (key: unknown) => stored.get(String(key)) ?? null,
    setItem: (key: unknown, value: unknown) => { stored.set(String(key), String(value)); },
    removeItem: (key: unknown) => { stored.delete(String(key)); },
    clear: () => stored.clear(),
    key: (place: unknown) => [...stored.keys()][Number(place) || 0] ?? null,
  };
  const isOwn = (key: string | symbol): key is string => typeof key === "string" && stored.has(key);
  return new Proxy(Object.create(Storage.prototype) as Storage, {
    get: (target, key) => (key === "length" ? stored.size : typeof key === "string" && key in methods ? methods[key] : isOwn(key) ? stored.get(key) : key in target ? Reflect.get(Object.prototype, key) : undefined),
    set: (_, key, value) => (stored.set(String(key), String(value)), true),
    has: (target, key) => isOwn(key) || key in target,
    deleteProperty: (_, key) => (stored.delete(String(key)), true),
    ownKeys: () => [...stored.keys()],
    getOwnPropertyDescriptor: (_, key) => (isOwn(key) ? { value: stored.get(key), writable: true, enumerable: true, configurable: true } : undefined),
  });
}

/** Cookies: they read as "a=1; b=2", are written one at a time, and are removed by a past date or an age of 0. */
function keepCookies(): void {
  const cookies = new Map<string, string>();
  const write = (text: string): void => {
    const [pair, ...attributes] = text.split(";").map((part) => part.trim());
    const at = pair.indexOf("=");
    const name = at < 0 ? "" : pair.slice(0, at).trim();
    const valueOf = (attribute: string): string | undefined => attributes.find((one) => one.toLowerCase().startsWith(`${attribute}=`))?.slice(attribute.length + 1);
    const [age, until] = [valueOf("max-age"), valueOf("expires")];
    const isOver = age !== undefined ? Number(age) <= 0 : until !== undefined && Date.parse(until) <= Date.now();
    if (isOver) cookies.delete(name);
    else cookies.set(name, pair.slice(at + 1).trim());
  };
  const read = (): string => [...cookies].map(([name, value]) => (name ? `${name}=${value}` : value)).join("; ");
  Object.defineProperty(document, "cookie", { configurable: true, get: read, set: (text: unknown) => write(String(text)) });
}

function isRefused(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch {
    return true;
  }
}

type Note = (kind: string, text: string) => void;

/** Called once before the answer. A standalone file uses the browser's own APIs if its address has an origin. */
export function giveWhatIsRefused(note: Note): void {
  for (const name of ["localStorage", "sessionStorage"] as const) {
    if (isRefused(() => globalThis[name])) Object.defineProperty(globalThis, name, { configurable: true, value: makeStorage() });
  }
  if (isRefused(() => document.cookie)) keepCookies();
  if (parent === window) return; // a top-level page may show dialogs and has the clipboard
  let copied = "";
  const clipboard = { writeText: async (text: unknown) => { copied = String(text); note("log", `copied: ${copied}`); }, readText: async () => copied };
  Object.defineProperty(navigator, "clipboard", { configurable: true, value: clipboard });
  const answered = (kind: string, text: unknown, answer: string): void => note("log", `${kind}: ${String(text ?? "")} (answered with ${answer})`);
  Object.assign(globalThis, {
    alert: (text?: unknown) => note("log", `alert: ${String(text ?? "")}`),
    confirm: (text?: unknown) => (answered("confirm", text, "yes"), true),
    prompt: (text?: unknown, usual: unknown = "") => (answered("prompt", text, String(usual)), String(usual)),
  });
}
