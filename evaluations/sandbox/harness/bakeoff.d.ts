/** What a check file may import from "bakeoff". Candidates cannot. */
declare module "bakeoff" {
  export interface Call { prop: string; args: unknown[] }
  /** The export most likely meant: `name`, else a match of `like`, else the default export or the only function. Throws an AssertionError. */
  export function pickExport(namespace: unknown, wanted?: { name?: string; like?: RegExp }): any;
  /** Renders with props that record every call (page lane): any prop the component reads and that is not given is a function. */
  export function renderRecorded(component: unknown, given?: Record<string, unknown>, options?: object): any & { calls: Call[] };
  /** Bytes of a fixture. */
  export function fixture(name: string): Uint8Array;
  /** Chooses fixtures in a file input (or the one inside the element; null: the document's) through the browser (page lane). */
  export function upload(element: Element | null, names: string | string[]): Promise<void>;
  /** Drops fixtures on an element (page lane). */
  export function dropFile(element: Element, names: string | string[]): Promise<void>;
  /** Hands a value out into Report.captured; Date is {"$date": iso}, undefined {"$undefined": true}, NaN {"$number": "NaN"}. */
  export function capture(name: string, value: unknown): void;
}
