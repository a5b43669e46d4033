/** Watches the interpreter's own parts for changes. CPython calls a watcher before each write to a watched dict. The list of replaced
 * names is kept here, where Python code cannot reach it. */

const events = ["added", "modified", "deleted", "cloned", "cleared"];
/** Names that Python itself writes into classes after their creation. */
const caches = new Set([
  "__abstractmethods__", "__annotations__", "__annotations_cache__", "__annotate__", "__annotate_func__", "__doc__", "_abc_impl",
  "__parameters__", "__type_params__", "__static_attributes__", "__firstlineno__",
]);

/** The owner of a dict. For a module's dict new names do not count, for a kept object's dict plain data do not count. */
type Kind = "module" | "class" | "object";

interface Watched {
  label: string;
  kind: Kind;
  free: Set<string>; // names that may change
  only?: Set<string>; // the only names that count, if set
}
interface Listed {
  str: number; // the address of the class str
  dicts: [number, string, Kind, string[]][];
  data: number[]; // addresses of the classes of plain data
  modules: { address: number; names: string[] };
  trusted: number[]; // namespaces whose functions may replace something
}

/** The interpreter's own functions, as its module exports them. */
export interface Exports {
  PyDict_AddWatcher(callback: number): number;
  PyDict_Watch(watcher: number, dict: number): number;
  PyUnicode_AsUTF8(text: number): number;
  PyEval_GetFrame(): number; // borrowed
  PyFrame_GetBack(frame: number): number;
  PyFrame_GetGlobals(frame: number): number;
  Py_IncRef(object: number): void;
  Py_DecRef(object: number): void;
}
interface Heap {
  addFunction(callback: (...given: number[]) => number, signature: string): number;
  UTF8ToString(address: number): string;
  HEAPU32: Uint32Array;
}

export class Watcher {
  private readonly dicts = new Map<number, Watched>();
  private readonly id: number;
  private strings = 0;
  private isOn = false;
  private trusted = new Set<number>();
  private data = new Set<number>();
  replaced = "";

  constructor(private readonly python: Exports, private readonly heap: Heap) {
    const hear = (event: number, dict: number, key: number, value: number): number => {
      const watched = this.dicts.get(dict);
      if (watched && this.isOn && !this.replaced) this.hear(watched, events[event], key, value);
      return 0;
    };
    this.id = python.PyDict_AddWatcher(heap.addFunction(hear, "iiiii"));
  }

  /** Watches what the harness lists (python_watch.py). */
  add(list: string): void {
    const { str, dicts, modules, trusted, data } = JSON.parse(list) as Listed;
    this.strings = str;
    this.trusted = new Set(trusted);
    this.data = new Set(data);
    for (const [dict, label, kind, free] of dicts) this.watch(dict, { label, kind, free: new Set(free) });
    this.watch(modules.address, { label: "sys.modules", kind: "module", free: new Set(), only: new Set(modules.names) });
  }

  private watch(dict: number, how: Watched): void {
    this.dicts.set(dict, how);
    this.python.PyDict_Watch(this.id, dict);
  }

  /** From now on each change counts. */
  start(): void {
    this.isOn = true;
  }

  private hear(watched: Watched, event: string | undefined, key: number, value: number): void {
    if (event === undefined || event === "cloned" || (event === "added" && watched.kind === "module")) return;
    if (watched.kind === "object" && (!value || this.data.has(this.kindOf(value)))) return;
    const name = event === "cleared" ? "" : this.text(key);
    if (watched.only && !watched.only.has(name)) return;
    if (watched.free.has(name) || (watched.kind === "class" && caches.has(name)) || name === "__warningregistry__") return;
    if (this.trusted.size > 0 && this.isTrusted()) return;
    this.replaced = watched.label && name ? `${watched.label}.${name}` : watched.label || name;
  }

  /** Whether the first function below the library's own belongs to the check file. */
  private isTrusted(): boolean {
    const { python } = this;
    let frame = python.PyEval_GetFrame();
    if (frame) python.Py_IncRef(frame);
    let verdict: boolean | undefined;
    while (frame && verdict === undefined) {
      const globals = python.PyFrame_GetGlobals(frame);
      python.Py_DecRef(globals); // its frame keeps it alive
      if (this.trusted.has(globals)) verdict = true;
      else if (!this.dicts.has(globals)) verdict = false;
      const back = verdict === undefined ? python.PyFrame_GetBack(frame) : 0;
      python.Py_DecRef(frame);
      frame = back;
    }
    return verdict === true;
  }

  private text(key: number): string {
    return this.kindOf(key) === this.strings ? this.heap.UTF8ToString(this.python.PyUnicode_AsUTF8(key)) : "?";
  }

  private kindOf(object: number): number {
    return this.heap.HEAPU32[(object + 4) >> 2]; // ob_type, which follows ob_refcnt
  }
}
