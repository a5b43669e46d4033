/** Props that record every call: whatever prop a component reads and is not given is a function. */
import * as React from "react";

const OWN = /^(children|key|ref|className|style|id|\$\$typeof|toJSON|then|constructor|hasOwnProperty)$/;

export function recordingProps(given: Record<string, unknown>, called: (prop: string, args: unknown[]) => void): object {
  const made = new Map<string, unknown>();
  const make = (key: string): unknown => {
    if (!made.has(key)) made.set(key, (...args: unknown[]) => called(key, args));
    return made.get(key);
  };
  return new Proxy(given, {
    get: (target, key) => (typeof key !== "string" || key in target || OWN.test(key) ? Reflect.get(target, key) : make(key)),
    has: (target, key) => typeof key === "string" ? !OWN.test(key) || key in target : key in target,
  });
}

/** An element made by hand: React copies the props of createElement, and the proxy would be lost. */
export function withProps(type: any, props: object): any {
  const plain = React.createElement(type) as any;
  const element = { $$typeof: plain.$$typeof, type, key: null, ref: null, props, _owner: null };
  return Object.defineProperty(element, "_store", { value: { validated: true }, writable: true });
}
