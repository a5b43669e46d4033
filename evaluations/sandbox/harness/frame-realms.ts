/**
 * Frames that an answer makes have built-ins of their own. What it gets of them by `contentWindow` and `contentDocument` is watched like the
 * page's own: what defines properties, what gives sources, and the prototypes of elements.
 */
import { watchedForm } from "./definitions";
import { hidingForm } from "./hidden-sources";
import { apply, bare, defineProperty, getOwnPropertyDescriptor, isSeen, newSeen, ownKeys, see, type Names } from "./primordials";

type Getter = (this: unknown) => any;
const { freeze } = Object;
const INTERFACES = (
  "EventTarget Node Element HTMLElement SVGElement CharacterData Document CSSStyleDeclaration DOMTokenList HTMLInputElement HTMLButtonElement " +
  "HTMLSelectElement HTMLTextAreaElement HTMLAnchorElement HTMLTableElement HTMLCollection NodeList"
).split(" ");
const seen = newSeen();
const viewOf = getOwnPropertyDescriptor(Document.prototype, "defaultView")!.get as Getter;
/** For each object of the language, by its path: what takes the place of which property. */
const replaced: { path: string[]; key: string; part: "value" | "set"; watched: unknown }[] = [];
for (const [path, owner] of [[["Object"], Object], [["Reflect"], Reflect], [["Object", "prototype"], Object.prototype], [["Function", "prototype"], Function.prototype]] as [string[], object][])
  for (const key of ownKeys(owner)) {
    const d = getOwnPropertyDescriptor(owner, key)!;
    for (const part of ["value", "set"] as const) {
      const watched = d[part] && (watchedForm(d[part]) ?? hidingForm(d[part]));
      if (watched) replaced[replaced.length] = { path, key: key as string, part, watched };
    }
  }

function harden(view: any, watch: (prototype: object) => void): void {
  const realm = view?.Object;
  if (!realm || isSeen(seen, realm)) return;
  see(seen, realm);
  for (let i = 0; i < replaced.length; i++) {
    const { path, key, part, watched } = replaced[i];
    let owner = view;
    for (let j = 0; j < path.length; j++) owner = owner[path[j]];
    defineProperty(owner, key, bare({ ...getOwnPropertyDescriptor(owner, key), [part]: watched, configurable: false }));
  }
  for (let i = 0; i < INTERFACES.length; i++) {
    const { prototype } = view[INTERFACES[i]];
    watch(prototype);
    freeze(prototype);
  }
}

/** watch: called with each prototype of elements in such a frame. free: names that the checks replace. Runs before a candidate. */
export function watchFrames(watch: (prototype: object) => void, free: Names): void {
  const frames = HTMLIFrameElement.prototype;
  for (const [key, viewIn] of [["contentWindow", (view: any) => view], ["contentDocument", (inside: any) => inside && apply(viewOf, inside, [])]] as [string, Getter][]) {
    const { get, ...rest } = getOwnPropertyDescriptor(frames, key)!;
    if (free[key]) continue;
    const watched = { get(this: unknown): unknown {
      const given = apply(get!, this, []);
      try {
        harden((viewIn as (given: any) => any)(given), watch);
      } catch {
        // a frame of another origin
      }
      return given;
    } };
    defineProperty(frames, key, { ...rest, get: watched.get, configurable: false });
  }
}
