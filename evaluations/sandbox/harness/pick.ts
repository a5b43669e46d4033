/** What of an answer is most likely meant to be used. */

/** An error that counts as a failed expectation. */
export class NothingToPick extends Error {
  override name = "AssertionError";
}

const isUsable = (value: any): boolean => typeof value === "function" || (!!value && typeof value === "object" && "$$typeof" in value);

/** A React component, by the shape of its name or value: it may be shown without arguments. */
export function isComponent(value: any): boolean {
  if (value && typeof value === "object") return "$$typeof" in value;
  return typeof value === "function" && (!!value.prototype?.isReactComponent || /^[A-Z]/.test(value.name) || value.name === "default" || value.name === "");
}

/** By name, by pattern, the default export, or the only function. Also what is declared at the top but not exported. */
export function pickExport(namespace: any, wanted: { name?: string; like?: RegExp } = {}): any {
  if (typeof namespace === "function") return namespace;
  const hidden = namespace?.$names ?? {};
  const names = [...new Set([...Object.keys(hidden), ...Object.keys(namespace ?? {})])].filter((name) => name !== "__esModule");
  const read = (name: string): any => {
    try {
      return name in (namespace ?? {}) ? namespace[name] : hidden[name];
    } catch {
      return undefined; // declared, but its line was not reached
    }
  };
  const fits = (name: string): boolean => !wanted.like || wanted.like.test(name);
  if (wanted.name && isUsable(read(wanted.name))) return read(wanted.name);
  const usable = names.filter((name) => name !== "default" && isUsable(read(name)));
  const exported = usable.filter((name) => name in (namespace ?? {}) && fits(name));
  const byDefault = read("default");
  if (isUsable(byDefault) && (fits(byDefault.name ?? "") || !exported.length)) return byDefault;
  const matching = exported.length ? exported : usable.filter(fits);
  if (matching.length) return read(matching[matching.length - 1]);
  if (usable.length === 1) return read(usable[0]);
  throw new NothingToPick(`The answer defines ${names.join(", ") || "nothing"}; wanted ${wanted.name ?? wanted.like ?? "a function"}.`);
}
