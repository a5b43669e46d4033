/**
 * Objects that the browser made: elements, texts, lists, styles, the history. An answer that defines an own property on one of them, in place of
 * one of the browser's, would answer a check's reads itself. It counts as replaced when it is defined (definitions.ts).
 */
import { watchParts } from "./definitions";
import { getOwnPropertyDescriptor, getPrototypeOf, isSeen, namesOf, newSeen, see } from "./primordials";

// Interfaces that are not locked.
const ALSO = ["History", "Screen", "Location", "VisualViewport"];
// Answers shape events that they make themselves, and give a window other sizes.
const EVENT = /Event$/;
const eventReads = namesOf("defaultPrevented preventDefault");
const windowReads = namesOf("document history localStorage location navigator pageXOffset pageYOffset screen scrollX scrollY sessionStorage");
const watched = newSeen();
const events = newSeen();
const { window } = globalThis;
const nodes = Node.prototype;
const styles = CSSStyleDeclaration.prototype;

/** Whether the browser made the object, by its prototypes. */
function isPart(owner: object): boolean {
  let proto = getPrototypeOf(owner);
  for (let depth = 0; proto && depth < 20; depth++) {
    if (isSeen(watched, proto)) return true;
    proto = getPrototypeOf(proto);
  }
  return false;
}

/** Whether the object is an element or another node. */
export function isNode(owner: object): boolean {
  let proto = getPrototypeOf(owner);
  for (let depth = 0; proto && depth < 20; depth++) {
    if (proto === nodes) return true;
    proto = getPrototypeOf(proto);
  }
  return false;
}

/** Whether an own property of this name would hide one of the browser's. */
function isOverride(owner: object, key: PropertyKey): boolean {
  if (owner === window) return windowReads[key] === true;
  let isMade = false;
  let isEvent = false;
  let proto = getPrototypeOf(owner);
  for (let depth = 0; proto && depth < 20; depth++) {
    isMade ||= isSeen(watched, proto);
    isEvent ||= isSeen(events, proto);
    if (proto === styles) return true; // its properties are on no prototype
    if (isMade && getOwnPropertyDescriptor(proto, key)) return !isEvent || eventReads[key] === true;
    proto = getPrototypeOf(proto);
  }
  return false;
}

/** Counts the objects with this prototype too. */
export const watchPrototype = (prototype: object): void => see(watched, prototype);

/** names, prototypes: of the interfaces. Runs before a candidate. */
export function watchDocument(names: readonly string[], prototypes: readonly object[]): void {
  for (let i = 0; i < prototypes.length; i++) {
    see(watched, prototypes[i]);
    if (EVENT.test(names[i])) see(events, prototypes[i]);
  }
  for (const name of ALSO) see(watched, (globalThis as any)[name].prototype);
  watchParts(isOverride, isPart);
}
