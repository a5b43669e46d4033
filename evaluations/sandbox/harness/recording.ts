/** Props that record every call. A prop that a component reads without a value is a function, unless it has a default. */
import * as React from "react";

const OWN = /^(children|key|ref|className|style|id|\$\$typeof|toJSON|then|constructor|hasOwnProperty)$/;
// Props that are callbacks by their name, regardless of the code.
const CALLBACK = /^(?:on|set|handle|emit|notify)(?:[A-Z_]|$)|[cC]allback|[hH]andler|[lL]istener|^(?:cb|fn|func)$|(?:Cb|Fn|Func)$/;

/** Whether the source has a default for a missing prop (`disabled = false`, `props.title || "x"`) and never calls it. */
export function hasDefault(prop: string, source: string): boolean {
  if (CALLBACK.test(prop) || !/^[\w$]+$/.test(prop)) return false;
  const name = prop.replace(/\$/g, "\\$&");
  // These include sucrase's output for `name?.()` and `props.name ?? x`.
  const called = new RegExp(`(?:props\\.|(?<![.\\w$]))${name}\\s*(?:\\?\\.\\s*)?\\(|\\b${name}(?:\\])?, 'optionalCall'`);
  const given = new RegExp(`[{,]\\s*${name}\\s*(?::\\s*[\\w$]+\\s*)?=(?![=>])|(?:props\\.|(?<![.\\w$]))${name}\\s*(?:\\|\\||\\?\\?)|_nullishCoalesce\\(\\s*(?:\\w+\\.)*${name}\\s*,`);
  return given.test(source) && !called.test(source);
}

export interface Recording {
  called: (prop: string, args: unknown[]) => void;
  read?: (prop: string) => void; // called for each prop without a value
  source?: string; // of the answer's files, to know which props have defaults
  defaults?: Record<string, unknown>; // defaultProps
}

export function recordingProps(given: Record<string, unknown>, { called, read, source = "", defaults = {} }: Recording): object {
  const made = new Map<string, unknown>();
  const make = (key: string): unknown => {
    const fallback = defaults[key];
    if (fallback !== undefined && typeof fallback !== "function") return fallback;
    return hasDefault(key, source) ? undefined : (...args: unknown[]) => called(key, args);
  };
  const get = (key: string): unknown => {
    read?.(key);
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key);
  };
  return new Proxy(given, {
    get: (target, key) => (typeof key !== "string" || key in target || OWN.test(key) ? Reflect.get(target, key) : get(key)),
    has: (target, key) => typeof key === "string" ? !OWN.test(key) || key in target : key in target,
  });
}

/** Makes an element by hand, because createElement copies the props and would lose the proxy. */
export function withProps(type: any, props: object): any {
  const plain = React.createElement(type) as any;
  const element = { $$typeof: plain.$$typeof, type, key: null, ref: null, props, _owner: null };
  return Object.defineProperty(element, "_store", { value: { validated: true }, writable: true });
}
