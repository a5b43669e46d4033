/** Chooses the part of an answer that is most likely meant. */

/** An error that counts as a failed expectation. */
export class NothingToPick extends Error {
  override name = "AssertionError";
}

export interface Wanted {
  name?: string; // the requested name
  like?: RegExp; // a pattern of usual names
  fits?: (value: any) => boolean; // called with each candidate; a throw counts as false
}
interface Definition { name: string; value: any; isExported: boolean }

// memo(), forwardRef() and lazy() return objects. Elements and contexts are objects too, but cannot be shown or called.
const COMPONENTS = [Symbol.for("react.memo"), Symbol.for("react.forward_ref"), Symbol.for("react.lazy")];
const isWrapped = (value: any): boolean => !!value && typeof value === "object" && COMPONENTS.includes(value.$$typeof);
const isUsable = (value: any): boolean => typeof value === "function" || isWrapped(value);

const isElementClass = (value: any): boolean => typeof HTMLElement === "function" && value?.prototype instanceof HTMLElement;

/** Whether it is a React component, by its name or value, which may be shown without arguments. */
export function isComponent(value: any): boolean {
  if (isElementClass(value)) return false;
  if (isWrapped(value)) return true;
  return typeof value === "function" && (!!value.prototype?.isReactComponent || /^[A-Z]/.test(value.name) || value.name === "default" || value.name === "");
}

/** The exports of one file, and its top-level declarations that are not exported. */
function definitionsOf(namespace: any): Definition[] {
  const hidden = namespace?.$names ?? {};
  const names = [...new Set([...Object.keys(hidden), ...Object.keys(namespace ?? {})])].filter((name) => name !== "__esModule");
  const definitions: Definition[] = [];
  for (const name of names) {
    const isExported = Object.prototype.propertyIsEnumerable.call(namespace, name);
    try {
      definitions.push({ name, value: isExported ? namespace[name] : hidden[name], isExported });
    } catch {
      // it is declared, but its line did not run
    }
  }
  return [...definitions, ...membersOf(namespace?.default)];
}

/** `export default { useLog(name) { … } }`: the members of a plain object. */
function membersOf(value: any): Definition[] {
  if (!value || typeof value !== "object" || value.$$typeof || value.__esModule || Object.getPrototypeOf(value) !== Object.prototype) return [];
  return Object.keys(value).map((name) => ({ name, value: value[name], isExported: true }));
}

/** Functions and components without duplicates, the likeliest first, and how many of them match the request. */
function ranked(namespace: any, { name, like }: Wanted): { values: any[]; matching: number } {
  if (typeof namespace === "function") namespace = { default: namespace, $names: namespace.$names };
  const usable = definitionsOf(namespace).filter(({ value }) => isUsable(value));
  const named = usable.filter((definition) => definition.name !== "default").toReversed();
  const matches = named.filter((definition) => !like || like.test(definition.name));
  const byDefault = namespace?.default;
  const isDefaultUsable = isUsable(byDefault);
  const isDefaultLikely = isDefaultUsable && (!like || like.test(byDefault.name ?? "") || !matches.length);
  const first = [
    ...named.filter((definition) => definition.name === name).map(({ value }) => value),
    ...(isDefaultLikely ? [byDefault] : []),
    ...matches.filter(({ isExported }) => isExported).map(({ value }) => value),
    ...matches.filter(({ isExported }) => !isExported).map(({ value }) => value),
  ];
  const rest = [...(isDefaultUsable ? [byDefault] : []), ...named.map(({ value }) => value)];
  const matching = first.length || (named.length === 1 ? 1 : 0);
  return { values: [...new Set([...first, ...rest])], matching };
}

/** All definitions of the answer that could be meant, the likeliest first; then those of its other files. */
export function candidates(namespace: any, criteria: Wanted = {}, others: readonly any[] = []): any[] {
  const { values } = ranked(namespace, criteria);
  for (const other of others) values.push(...ranked(other, criteria).values);
  const { fits } = criteria;
  const distinct = [...new Set(values)];
  return fits ? distinct.filter((value) => holds(fits, value)) : distinct;
}

function holds(fits: (value: any) => boolean, value: any): boolean {
  try {
    return fits(value);
  } catch {
    return false;
  }
}

/** The first candidate that fits; else the requested name, a match of the pattern, the default export, or the only function. */
export function pickExport(namespace: any, criteria: Wanted = {}, others: readonly any[] = []): any {
  const { fits } = criteria;
  if (fits) {
    for (const value of candidates(namespace, { ...criteria, fits: undefined }, others)) if (holds(fits, value)) return value;
  }
  const { values, matching } = ranked(namespace, criteria);
  if (matching) return values[0];
  const names = definitionsOf(namespace).map(({ name }) => name).filter((name) => name !== "default");
  const lack = criteria.name ? ` does not define ${criteria.name}; it` : "";
  const like = criteria.like && !criteria.name ? `, but nothing named like ${criteria.like}` : "";
  throw new NothingToPick(`The answer${lack} defines ${names.join(", ") || "nothing that could be used"}${like}.`);
}
