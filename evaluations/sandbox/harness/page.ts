/** The page lane: one document for one candidate, with React, Testing Library and a real file input. */
import * as dom from "@testing-library/dom";
import * as React from "react";
import * as ReactDOM from "react-dom";
import * as ReactDOMClient from "react-dom/client";
import * as rtl from "@testing-library/react";
import { bytesOf } from "./bytes";
import { expect, guardElements } from "./expect";
import { showWithoutReact } from "./frameworks";
import { ONCE, lockInterfaces, prototypes } from "./interfaces";
import { lookForLiars } from "./overridden-readers";
import { bare, safe, watch, watchLocked } from "./builtins-guard";
import { endLoading, mounted, offerPlaces } from "./mounting";
import type { Modules } from "./modules";
import type { Wanted } from "./choose-export";
import { isOfPage } from "./globals";
import { recordingProps, withProps } from "./recording";
import { pressUntil, uploaders } from "./uploaders";
import { bringTimers, wrapSteps } from "./mocks";
import { pace } from "./time-stretch";
import { codeOf, demandFixture, laneOf, type Codes } from "./run";
import { tagged, type Job } from "./protocol";
import { LATE, jestDom, OF_REACT, packages, separate } from "./packages";

(globalThis as any).IS_REACT_ACT_ENVIRONMENT = true;
wrapSteps((advance) => rtl.act(advance));

// The properties with which checks mostly read a document. An element with an own property of these names is not reliable.
const READ = {
  Node: ["textContent", "nodeValue", "nodeType", "nodeName", "childNodes", "firstChild", "nextSibling", "parentNode", "parentElement", "contains", "isConnected", "ownerDocument", "compareDocumentPosition"],
  Element: ["querySelector", "querySelectorAll", "matches", "closest", "getAttribute", "hasAttribute", "attributes", "tagName", "children", "innerHTML", "outerHTML", "id", "className", "classList", "getElementsByTagName"],
  HTMLElement: ["innerText", "hidden", "style", "click"], CharacterData: ["data"],
};
const OF_ELEMENTS = [Node, Element, HTMLElement].map((maker) => maker.prototype);
/** Properties that an assignment cannot set on an element. */
const ACCESSORS = Object.values(READ).flat().filter((key) => OF_ELEMENTS.some((proto) => Object.getOwnPropertyDescriptor(proto, key)?.get));
/** The same of some kinds of elements. React and user-event define others: `value`, `checked`, `files`. */
const OF_KINDS = "alt cells dataset dir disabled href lang max min open options readOnly required rows selected selectedIndex src tabIndex title".split(" ");
const ELSEWHERE = {
  Document: ["querySelector", "querySelectorAll", "getElementById", "body", "documentElement", "activeElement", "defaultView", "createElement", "title"],
  EventTarget: ["dispatchEvent", "addEventListener"], CSSStyleDeclaration: ["getPropertyValue"], NodeList: ["length", "item", "forEach"], HTMLCollection: ["length", "item"],
  HTMLInputElement: ["value", "checked", "type", "files", "disabled"], HTMLTextAreaElement: ["value"], HTMLSelectElement: ["value", "options"],
};
/** Checks them around each comparison, if the checks themselves replace so much that nothing can be locked. */
function watchReaders(): void {
  for (const [name, keys] of Object.entries({ ...READ, ...ELSEWHERE })) watch((globalThis as any)[name].prototype, keys.filter((key) => Object.hasOwn((globalThis as any)[name].prototype, key)));
}
const WATCHED = ["querySelector", "querySelectorAll", "getElementById", "textContent", "matches", "contains", "innerHTML", "childNodes"];
for (const owner of [document, document.documentElement, document.body].filter(Boolean))
  watchLocked(owner, WATCHED.filter((key) => key in owner));
watchLocked(globalThis, ["getComputedStyle"]);
guardElements([...READ.Node, ...READ.Element, ...READ.HTMLElement, ...READ.CharacterData]);
Object.freeze(dom.screen);
Object.freeze(rtl.screen);

// Properties that tests replace by an assignment, as they do in jsdom, which lacks them.
const ABSENT_IN_JSDOM: [any, string[]][] = [
  [Navigator.prototype, ["clipboard", "geolocation", "mediaDevices", "permissions", "serviceWorker", "connection", "wakeLock"]],
  [Screen.prototype, ["orientation"]], [globalThis, ["speechSynthesis", "visualViewport"]],
];
for (const [owner, keys] of ABSENT_IN_JSDOM) for (const key of keys) {
  const descriptor = Object.getOwnPropertyDescriptor(owner, key);
  if (!descriptor?.get || descriptor.set || !descriptor.configurable) continue;
  const set = function (this: object, value: unknown): void { Object.defineProperty(this ?? globalThis, key, { value, writable: true, configurable: true, enumerable: true }); };
  Object.defineProperty(owner, key, { ...descriptor, set });
}

// Nobody can answer a dialog.
Object.assign(globalThis, { alert: () => undefined, confirm: () => false, prompt: () => null });

// Uploads wait here for the host. It asks for the next one, finds the element by its number, and sets the files through the browser.
interface Ask { id: number; names: string[] }
const elements: Element[] = [];
const waiting: ((error: string) => void)[] = [];
const asks: Ask[] = [];
let tell: ((ask: Ask) => void) | null = null;

async function ask(element: Element, names: string[]): Promise<void> {
  const id = elements.push(element) - 1;
  const error = await new safe.Promise<string>((resolve) => {
    waiting[id] = resolve;
    const next = bare({ id, names });
    if (tell) tell(next);
    else asks.push(next);
    tell = null;
  });
  if (error) throw new safe.Error(error);
}

/** The next upload; resolves when a check starts one. */
const asked = (): Promise<Ask> => new safe.Promise((resolve) => {
  const next = asks.shift();
  if (next) resolve(next);
  else tell = resolve;
});

function inputOf(element: Element | null): HTMLInputElement {
  const input = element?.matches?.('input[type="file"]') ? element : (element ?? document).querySelector('input[type="file"]');
  if (!input) throw Object.assign(new safe.Error("The page has no file input."), { name: "AssertionError" });
  return input as HTMLInputElement;
}

/** Chooses files in a file input (or the one inside the element) like a person, with trusted input and change events. */
async function upload(job: Job, element: Element | null, files: string | string[]): Promise<void> {
  const input = inputOf(element);
  const names = typeof files === "string" ? [files] : files;
  for (const name of names) demandFixture(job, name);
  await rtl.act(async () => { await ask(input, names); });
}

const { DataTransfer, DragEvent, File } = globalThis;
/** Drops files on an element: dragenter, dragover, drop with a DataTransfer that contains them. */
async function dropFile(job: Job, element: Element, names: string | string[]): Promise<void> {
  const transfer = new DataTransfer();
  for (const name of typeof names === "string" ? [names] : names) {
    transfer.items.add(new File([bytesOf(job.fixtures[name])], name));
  }
  await rtl.act(async () => {
    for (const kind of ["dragenter", "dragover", "drop"])
      element.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: transfer }));
  });
}

interface Call { prop: string; args: unknown[] }

/** Renders with props that record every call (recording.ts). */
function renderRecorded(job: Job, type: any, given: Record<string, unknown> = {}, options?: object): any {
  const calls: Call[] = [];
  const reads = new Set<string>();
  const props = recordingProps(given, {
    called: (prop, args) => { calls.push({ prop, args }); },
    read: (prop) => { reads.add(prop); },
    source: codeOf(job, false),
    defaults: type?.defaultProps,
  });
  return { ...rtl.render(withProps(type, props), options), calls, reads };
}

/** Shows an answer that is a Vue component or a custom element; null for other answers. */
function renderWithoutReact(job: Job, namespace: any, modules: Modules): Element | null {
  const place = document.createElement("div");
  const vue = packages.vue && (() => packages.vue(false));
  document.body.append(place);
  if (showWithoutReact({ namespace, others: modules.loadedAnswers(), source: codeOf(job, false), vue }, place)) return place;
  place.remove();
  return null;
}

declare const require: (name: string) => any; // the bundler's

const checksModule = (job: Job, modules: () => Modules): Record<string, unknown> => ({
  upload: (element: Element | null, names: string | string[]) => upload(job, element, names),
  renderRecorded: (type: any, given?: Record<string, unknown>, options?: object) => renderRecorded(job, type, given, options),
  uploaders: (namespace: unknown, criteria: Wanted = {}) => uploaders(namespace, criteria, modules().loadedAnswers(), (type) => renderRecorded(job, type)),
  renderWithoutReact: (namespace: unknown) => renderWithoutReact(job, namespace, modules()),
  dropFile: (element: Element, names: string | string[]) => dropFile(job, element, names), pressUntil, mounted, tagged,
});
/** Makes the packages of the checks before the candidate runs, so that changes of built-ins do not affect them. */
function make(job: Job): void {
  pace.stretch = job.stretch;
  if (job.stretch > 1) rtl.configure({ asyncUtilTimeout: rtl.getConfig().asyncUtilTimeout * job.stretch });
  offerPlaces((body) => { rtl.act(body); });
  for (const name of job.required) if (LATE.has(name)) packages[name](true);
  if (job.parts.includes("jest-dom")) expect.extend(jestDom());
  if (job.parts.includes("timers")) bringTimers(require("./timers").withGlobal);
  for (const name of job.required) if (OF_REACT.has(name)) packages[name] = separate(packages[name]);
}
/** Locks what reads a document. Runs before a candidate. */
function lockReaders({ checks, answer, free }: Codes): void {
  if (!lockInterfaces(checks, answer, free)) watchReaders();
  else lookForLiars([...ACCESSORS, ...OF_KINDS], [...ONCE, ...WATCHED], prototypes, free!);
}
const run = laneOf({ packages, checksModule, lock: lockReaders, beforeTest: () => rtl.cleanup(), afterLoad: endLoading, isTaken: isOfPage });

(globalThis as any).bakeoff = {
  packages, shared: { react: React, "react-dom": ReactDOM, "react-dom/client": ReactDOMClient, "@testing-library/dom": dom }, // for lazy-packages.ts, user-event-13.ts
  run: (job: Job) => { make(job); return run(job); },
  asked, element: (id: number) => elements[id],
  answer: (id: number, error: string) => waiting[id]?.(error),
};
// Forms and links that would leave the document do nothing, as in jsdom.
(globalThis as any).navigation?.addEventListener("navigate", (event: any) => {
  if (!event.destination.sameDocument && event.cancelable) event.preventDefault();
});
