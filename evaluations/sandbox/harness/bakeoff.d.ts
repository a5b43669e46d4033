/** What a check file may import from "bakeoff". Candidates cannot. */
declare module "bakeoff" {
  export interface Call { prop: string; args: unknown[] }
  /** name: the requested name. like: a pattern of usual names. fits: called with each candidate export; a throw counts as false. */
  export interface Wanted { name?: string; like?: RegExp; fits?: (value: any) => boolean }
  /** The most likely export: the first that fits, else `name`, a match of `like`, the default export or the only function. Throws an AssertionError. */
  export function pickExport(namespace: unknown, criteria?: Wanted): any;
  /** All functions and components that the answer defines, exported or not, in this file or those it imports, the likeliest first. */
  export function candidates(namespace: unknown, criteria?: Wanted): any[];
  /** Whether a value is a React component, by its shape or name. */
  export function isComponent(value: unknown): boolean;
  /** Renders with props that record every call (page lane). Each prop that the component reads, without a value or default, is a function. */
  export function renderRecorded(component: unknown, given?: Record<string, unknown>, options?: object): any & { calls: Call[]; reads: ReadonlySet<string> };
  /** Components that take props and show a file input, the likeliest first; at least the one that pickExport returns (page lane). */
  export function uploaders(namespace: unknown, criteria?: Wanted): any[];
  /** Waits until isDone. If it does not come by itself, presses the buttons in the element one after the other (page lane). */
  export function pressUntil(element: Element, isDone: () => boolean, pressing?: {
    aloneMs?: number; eachMs?: number; ms?: number; pause?: () => Promise<unknown>; pressed?: () => void;
  }): Promise<boolean>;
  /** The element that the answer mounted while it loaded, put into the body; null when it mounted nothing (page lane). */
  export function mounted(): Element | null;
  /** Shows an answer that is a Vue component, or that defines a custom element and no React component; null for other answers (page lane). */
  export function renderWithoutReact(namespace: unknown): Element | null;
  /** The bytes of a fixture. */
  export function fixture(name: string): Uint8Array;
  /** Chooses fixtures in a file input (or the one inside the element; null: the document's) through the browser (page lane). */
  export function upload(element: Element | null, names: string | string[]): Promise<void>;
  /** Drops fixtures on an element (page lane). */
  export function dropFile(element: Element, names: string | string[]): Promise<void>;
  /** Factor for time limits inside a check: above 1 on a busy machine. A check that gives up waiting captures `gave_up`. */
  export const patience: number;
  /** Puts a value into Report.captured; Date is {"$date": iso}, undefined {"$undefined": true}, NaN {"$number": "NaN"}. */
  export function capture(name: string, value: unknown): void;
}
