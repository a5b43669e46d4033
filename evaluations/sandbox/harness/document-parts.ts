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

/** The first prototype of the object that the test accepts; null without one. */
function prototypeWith(owner: object, accepts: (proto: object) => boolean): object | null {
  let proto = getPrototypeOf(owner);
  for (let depth = 0; proto && depth < 20; depth++) {
    if (accepts(proto)) return proto;
    proto = getPrototypeOf(proto);
  }
  return null;
}

/** Whether the browser made the object, by its prototypes. */
const isPart = (owner: object): boolean => prototypeWith(owner, (proto) => isSeen(watched, proto)) !== null;
/** Whether the object is an element or another node. */
export const isNode = (owner: object): boolean => prototypeWith(owner, (proto) => proto === nodes) !== null;

/** Whether an own property of this name would hide one of the browser's. */
function isOverride(owner: object, key: PropertyKey): boolean {
  if (owner === window) return windowReads[key] === true;
  let isMade = false;
  let isEvent = false;
  const hidden = prototypeWith(owner, (proto) => {
    isMade ||= isSeen(watched, proto);
    isEvent ||= isSeen(events, proto);
    return proto === styles || (isMade && getOwnPropertyDescriptor(proto, key) !== undefined); // a style's properties are on no prototype
  });
  return hidden === styles || (hidden !== null && (!isEvent || eventReads[key] === true));
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
