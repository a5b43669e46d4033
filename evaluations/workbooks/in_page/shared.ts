// The beginning of every check file for a workbook; evaluations/workbooks/checks.py puts SETTINGS and `candidate` above it
// and reads.ts or variants.ts below. The expected values are in none of them.
type Recorded = { prop: string; args: any[] };
const PART_SIZE = 100_000;
const MAX_PARTS = 400;
let parts = 0;

const pause = (ms: number) => act(async () => { await new Promise((resolve) => setTimeout(resolve, ms)); });
const screenText = () => (document.body.innerText ?? "").trim().slice(0, 2000);

function isEvent(value: any): boolean {
  return value instanceof Event || value instanceof Node || !!(value && typeof value === "object" && "nativeEvent" in value);
}

// A file, a page event or a number of bytes is no table: only arrays, objects and JSON text can hold one.
function isData(value: any): boolean {
  if (typeof value === "string") return /^\s*[[{]/.test(value);
  if (!value || typeof value !== "object" || isEvent(value)) return false;
  return !(value instanceof Blob || value instanceof FileList || value instanceof ArrayBuffer || ArrayBuffer.isView(value));
}

// Any prop counts unless the prompt named one.
const dataCalls = (calls: Recorded[]): Recorded[] =>
  calls.filter((call) => (!SETTINGS.prop || call.prop === SETTINGS.prop) && call.args.some(isData));

// Values that went to another prop than the promised one: the promised one may follow, but not seconds later.
const wentElsewhere = (calls: Recorded[]): boolean => !!SETTINGS.prop && calls.some((call) => call.args.some(isData));

// Whether the n-th call with values has come, or nothing more is waited for.
function comesTo(calls: Recorded[], n: number): () => boolean {
  let elsewhereAt = 0;
  return () => {
    if (dataCalls(calls).length >= n) return true;
    if (!dataCalls(calls).length && wentElsewhere(calls)) elsewhereAt ||= Date.now();
    return !!elsewhereAt && Date.now() - elsewhereAt > 3000 * patience;
  };
}

// The report takes 400,000 characters for each captured value, so long lists leave in parts.
function packed(value: any, depth = 0): any {
  if (Array.isArray(value) && value.length > 20) {
    const sizes = value.slice(0, 20).map((item) => { try { return JSON.stringify(item)?.length ?? 8; } catch { return 1000; } });
    const step = Math.max(1, Math.floor(PART_SIZE / (Math.max(...sizes) + 24)));
    if (value.length <= step && depth === 0) return value;
    const names: string[] = [];
    for (let at = 0; at < value.length && parts < MAX_PARTS; at += step) {
      const name = `part ${parts++}`;
      capture(name, value.slice(at, at + step));
      names.push(name);
    }
    return { $parts: names };
  }
  if (depth < 3 && Array.isArray(value)) return value.map((item) => (Array.isArray(item) ? packed(item, depth + 1) : item));
  if (depth < 3 && value && Object.getPrototypeOf(value) === Object.prototype)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, packed(item, depth + 1)]));
  return value;
}

function captureCalls(found: Recorded[]): void {
  const sent = (arg: any) => (isData(arg) ? packed(arg) : typeof arg === "object" ? null : arg);
  capture("calls", found.slice(-5).map(({ prop, args }) => ({ prop, args: args.map(sent) })));
}

// Of an answer's components those that may be meant: an example beside the component shows it too, but gives it no callback of ours.
function meant(): any[] {
  const named = SETTINGS.entryPoint ? { name: SETTINGS.entryPoint } : {};
  return uploaders(candidate, { ...named, like: /upload|excel|xlsx|sheet|file|import|app/i });
}

const fileInput = () => document.querySelector<HTMLInputElement>('input[type="file"]');

// A file input, also one that a button brings; without any, the place to drop on. Gives which of the two it was.
async function giveFiles(container: Element, names: string[]): Promise<"chosen" | "dropped"> {
  if (!fileInput()) {
    const button = screen.queryAllByRole("button")[0];
    if (button) await act(async () => { fireEvent.click(button); });
  }
  if (fileInput()) {
    await upload(null, names);
    return "chosen";
  }
  const zone = container.querySelector('[class*="drop" i], [id*="drop" i], [data-testid*="drop" i], label') ?? container.firstElementChild;
  if (!zone) throw Object.assign(new Error("The component shows nothing to upload a file with."), { name: "AssertionError" });
  await dropFile(zone, names);
  return "dropped";
}

// Waits for the n-th call with values; a component may want a button pressed first.
async function untilRead(calls: Recorded[], n: number, ms: number): Promise<void> {
  await pressUntil(document.body, comesTo(calls, n), { aloneMs: 800, ms });
  if (dataCalls(calls).length < n) capture("gave_up", true);
  await pause(SETTINGS.once ? 250 : 60); // a second call may come later than the first, from a timer or an effect
}
