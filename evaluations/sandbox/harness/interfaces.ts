/**
 * Locks the DOM interfaces that read a document: every accessor and method of every element, node, event, style, list and file. A whole
 * prototype is frozen in one call (2026-11: 1 ms for all 200; 12 ms property by property). Then nothing can be replaced there, or added to
 * a prototype closer to the element. Prototypes that the checks or the answer name are locked by property, and stay extensible.
 */
import { isNode, watchDocument, watchPrototype } from "./document-parts";
import { watchFrames } from "./frame-realms";
import { lockAs } from "./locks";
import type { Names } from "./primordials";

const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;
const { freeze, hasOwn, prototype: plain } = Object;
const OTHERS = new Set((
  "EventTarget Node Element Document HTMLDocument XMLDocument CharacterData Text Comment DocumentFragment ShadowRoot MathMLElement Attr " +
  "CSSStyleDeclaration NodeList HTMLCollection HTMLOptionsCollection HTMLFormControlsCollection RadioNodeList DOMTokenList NamedNodeMap " +
  "DOMStringMap ValidityState CSSStyleSheet StyleSheetList CSSRuleList Range Selection DOMRect DOMRectReadOnly DOMRectList Event UIEvent " +
  "CustomEvent MouseEvent PointerEvent WheelEvent DragEvent KeyboardEvent InputEvent FocusEvent ClipboardEvent SubmitEvent File Blob " +
  "FileList FileReader DataTransfer DataTransferItem DataTransferItemList FormData Storage MediaQueryList TreeWalker NodeIterator XPathResult"
).split(" "));
const ELEMENT = /^(?:HTML|SVG)\w*Element$/;
// Properties that code may assign on a single element or event, which a frozen method would prevent.
const ASSIGNED: Record<string, string> = {
  EventTarget: "addEventListener removeEventListener dispatchEvent",
  Node: "contains cloneNode",
  Element: "animate closest getAttribute getBoundingClientRect getClientRects hasAttribute hasPointerCapture matches querySelector querySelectorAll " +
    "releasePointerCapture remove requestFullscreen scroll scrollBy scrollIntoView scrollTo setAttribute setPointerCapture",
  HTMLElement: "blur click focus showPopover hidePopover",
  Document: "createElement getElementById execCommand exitFullscreen hasFocus querySelector querySelectorAll",
  HTMLMediaElement: "play pause load", HTMLDialogElement: "show showModal close", HTMLFormElement: "submit reset requestSubmit checkValidity",
  HTMLCanvasElement: "getContext toDataURL toBlob", Event: "preventDefault stopPropagation stopImmediatePropagation",
  NodeList: "forEach", Blob: "arrayBuffer text slice",
};
/** Of these, the methods by which checks read an element. An answer that assigns one to an element lies to them. */
const READING = new Set<PropertyKey>((
  "contains closest getAttribute getBoundingClientRect getClientRects hasAttribute matches querySelector querySelectorAll dispatchEvent toDataURL"
).split(" "));
const assignable = new Set<PropertyKey>(Object.values(ASSIGNED).join(" ").split(" "));
// Their objects have properties of any name, which a prototype's property would hide. So an answer cannot extend them.
const WITH_NAMES = new Set("CSSStyleDeclaration DOMStringMap NamedNodeMap HTMLCollection HTMLOptionsCollection HTMLFormControlsCollection Storage".split(" "));
const GLOBALS = (
  "getSelection matchMedia atob btoa localStorage sessionStorage navigator history Event CustomEvent MouseEvent KeyboardEvent File Blob FileReader " +
  "FormData DataTransfer DOMParser"
).split(" ");
// For the document, its root and its body, which exist once and could get own properties from a candidate.
export const ONCE = "getElementsByTagName getElementsByClassName getElementsByName children title activeElement body head cookie className classList".split(" ");
// Properties that the language itself reads. On an extensible prototype they would apply to all objects.
const ASKED: PropertyKey[] = ["then", "toJSON", "asymmetricMatch", Symbol.toPrimitive, Symbol.toStringTag, Symbol.iterator];

const names: string[] = [];
const makers: object[] = [];
/** The names of all interfaces that are locked. */
export const prototypes: object[] = [];
const all = Object.getOwnPropertyNames(globalThis);
for (let i = 0; i < all.length; i++) {
  if (!OTHERS.has(all[i]) && !ELEMENT.test(all[i])) continue;
  const maker = (globalThis as any)[all[i]];
  names[names.length] = all[i];
  makers[makers.length] = maker;
  prototypes[prototypes.length] = maker.prototype;
}

/** Interfaces whose prototype a text names; null: it reaches prototypes in a way that hides which. Runs before a candidate. */
function named(text: string): Set<string> | null {
  if (/(?<![\w$\])]\s*\.\s*)\bprototype\b|\b__proto__\b|\b[gs]etPrototypeOf\b/.test(text)) return null;
  const mentioned = new Set<string>();
  for (const match of text.matchAll(/(?<![\w$])([\w$]+)\s*\.\s*prototype\b/g)) mentioned.add(match[1]);
  return mentioned;
}

/**
 * Locks all of them, except names that the checks replace. Returns false, and locks nothing, if the checks do not show where they replace
 * something. Runs before a candidate.
 */
export function lockInterfaces(checks: string, answer: string, free: Names | null): boolean {
  const words = Object.keys(free ?? {});
  const byChecks = words.length ? named(checks) : new Set<string>();
  if (!free || !byChecks) return false;
  const byAnswer = named(answer) ?? new Set<string>();
  // An element with an own `then` would answer `await screen.findByText(…)` itself.
  if (!free.then && !hasOwn(Node.prototype, "then")) lockAs(Node.prototype, "then", undefined, false, isNode);
  watchFrames(watchPrototype, free);
  for (let i = 0; i < names.length; i++) {
    if (byChecks.has(names[i]) || (byAnswer.has(names[i]) && !WITH_NAMES.has(names[i]))) lockEach(prototypes[i], free);
    else lockWhole(prototypes[i], names[i], words);
    freeze(makers[i]);
  }
  for (let i = 0; i < GLOBALS.length; i++) lockOwn(globalThis, GLOBALS[i], free);
  watchDocument(names, prototypes);
  for (const owner of [document, document.documentElement, document.body])
    for (let i = 0; i < ONCE.length; i++) if (ONCE[i] in owner) lockOwn(owner, ONCE[i], free);
  return true;
}

/** Runs before a candidate. */
function lockWhole(proto: object, name: string, free: string[]): void {
  for (const word of ASSIGNED[name]?.split(" ") ?? []) lockMethod(proto, word, READING.has(word) && !free.includes(word) ? isNode : null);
  for (const word of free) lockMethod(proto, word, null);
  freeze(proto);
}

/** Locks the method, but a single object with this prototype can still assign its own. isRecorded: as in lockAs. Runs before a candidate. */
function lockMethod(proto: object, key: PropertyKey, isRecorded: typeof isNode | null): void {
  const d = getOwnPropertyDescriptor(proto, key);
  if (typeof d?.value === "function" && d.configurable && key !== "constructor") lockAs(proto, key, d.value, d.enumerable!, isRecorded);
}

/** Locks the object's value under this name. An existing setter is still called. Runs before a candidate. */
function lockOwn(object: any, key: string, free: Names): void {
  let owner = object;
  while (!hasOwn(owner, key)) owner = getPrototypeOf(owner);
  const d = getOwnPropertyDescriptor(owner, key)!;
  if (free[key] || (owner === object && !d.configurable)) return;
  if (d.get || d.set) defineProperty(object, key, { ...d, configurable: false });
  else lockAs(object, key, d.value, d.enumerable!);
}

/** Locks own properties, and copies of inherited ones, one by one. Runs before a candidate. */
function lockEach(proto: object, free: Names): void {
  for (let owner: object | null = proto; owner && owner !== plain; owner = getPrototypeOf(owner)) {
    const keys = ownKeys(owner);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i];
      if (free[key] || key === "constructor" || (owner !== proto && hasOwn(proto, key))) continue;
      const d = getOwnPropertyDescriptor(owner, key)!;
      if (typeof d.value === "function" && assignable.has(key)) lockAs(proto, key, d.value, d.enumerable!, READING.has(key) ? isNode : null);
      else defineProperty(proto, key, d.get || d.set ? { ...d, configurable: false } : { ...d, writable: false, configurable: false });
    }
  }
  for (let i = 0; i < ASKED.length; i++)
    if (!hasOwn(proto, ASKED[i])) defineProperty(proto, ASKED[i], { value: undefined, writable: false, enumerable: false, configurable: false });
}
