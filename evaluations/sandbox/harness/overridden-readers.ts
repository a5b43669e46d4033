/**
 * Finds an element of the document that overrides a reader: by an own property in place of one that is locked on the interfaces
 * (`textContent`, `innerHTML` …), or by a prototype that the browser did not make. A check that reads `button.textContent` would get it.
 */
import { apply, bare, getOwnPropertyDescriptor, getPrototypeOf, ownKeys, type Names } from "./primordials";

let look = (): string => "";
/** The overridden property of the first such element; "" without one, or without a document. */
export const liar = (): string => look();

type Reader = (owner: unknown, values: unknown[]) => unknown;
const getter = (prototype: object, key: string): Reader => {
  const get = getOwnPropertyDescriptor(prototype, key)!.get!;
  return (owner) => apply(get, owner, []);
};

/**
 * Checks the whole document at each call of `liar`. readers: names; once: own locked properties of root and body; free: names that the checks
 * replace. Runs before a candidate.
 */
export function lookForLiars(readers: readonly string[], once: readonly string[], prototypes: readonly object[], free: Names): void {
  const names: Names = bare({});
  for (const name of readers) if (!free[name]) names[name] = true;
  const made = new WeakSet(prototypes);
  const isMade = WeakSet.prototype.has;
  const every = Document.prototype.querySelectorAll;
  const count = getter(NodeList.prototype, "length");
  const nameOf = getter(Element.prototype, "localName");
  const attribute = Element.prototype.getAttribute;
  const registry = customElements;
  const registered = CustomElementRegistry.prototype.get;
  const isCustom = (element: Element): boolean =>
    !!apply(registered, registry, [nameOf(element, [])]) || !!apply(registered, registry, [apply(attribute, element, ["is"]) ?? ""]);
  const root = document.documentElement;
  const { body } = document;
  const lockedThere: Names = bare({});
  for (const key of once) lockedThere[key] = true;
  const own = (object: object): string => {
    const keys = ownKeys(object);
    const isOnce = object === root || object === body;
    for (let i = 0; i < keys.length; i++) if (names[keys[i]] && !(isOnce && lockedThere[keys[i]])) return keys[i] as string;
    return "";
  };
  const answersBy = (element: Element): string => {
    let name = own(element);
    let prototype = getPrototypeOf(element);
    if (!name && prototype && !apply(isMade, made, [prototype]) && !isCustom(element)) return "prototype";
    for (; !name && prototype && !apply(isMade, made, [prototype]); prototype = getPrototypeOf(prototype)) name = own(prototype);
    return name;
  };
  look = () => {
    const elements = apply(every, document, ["*"]) as ArrayLike<Element>;
    const n = count(elements, []) as number;
    for (let i = 0; i < n; i++) {
      const name = answersBy(elements[i]);
      if (name) return name;
    }
    return "";
  };
}
