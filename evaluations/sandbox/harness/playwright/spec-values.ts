/** Values between a spec's realm and a document, in the form of Playwright's driver. */
import type { Remote } from "./spec-driver-client";

export interface Argument { value: unknown; handles: { guid: string }[] }
type Wire = Record<string, any>;

const isRemote = (value: unknown): value is Remote => typeof value === "object" && value !== null && "guid" in value && "send" in value;

/** An argument of evaluate(): data, and handles to elements in the document. Throws for functions. */
export function argument(value: unknown): Argument {
  const handles: { guid: string }[] = [];
  const seen = new Map<object, number>();
  return { value: wire(value, handles, seen), handles };
}

function wire(value: unknown, handles: { guid: string }[], seen: Map<object, number>): Wire {
  if (value === undefined) return { v: "undefined" };
  if (value === null) return { v: "null" };
  if (typeof value === "number") {
    if (Object.is(value, -0)) return { v: "-0" };
    return Number.isFinite(value) ? { n: value } : { v: String(value) };
  }
  if (typeof value === "boolean") return { b: value };
  if (typeof value === "string") return { s: value };
  if (typeof value === "bigint") return { bi: String(value) };
  if (typeof value === "function" || typeof value === "symbol") throw new Error(`A ${typeof value} cannot be handed to a document.`);
  if (isRemote(value)) return { h: handles.push({ guid: value.guid }) - 1 };
  if (value instanceof Date) return { d: value.toJSON() };
  if (value instanceof URL) return { u: value.toJSON() };
  if (value instanceof RegExp) return { r: { p: value.source, f: value.flags } };
  if (value instanceof Error) return { e: { m: value.message, n: value.name, s: value.stack ?? "" } };
  const known = seen.get(value as object);
  if (known !== undefined) return { ref: known };
  const id = seen.size + 1;
  seen.set(value as object, id);
  if (Array.isArray(value)) return { a: value.map((item) => wire(item, handles, seen)), id };
  return { o: Object.entries(value as object).map(([k, item]) => ({ k, v: wire(item, handles, seen) })), id };
}

/** Reads a value from a document. */
export function valueOf(given: Wire | undefined, refs = new Map<number, unknown>()): any {
  if (!given) return undefined;
  if ("ref" in given) return refs.get(given.ref);
  if ("n" in given) return given.n;
  if ("s" in given) return given.s;
  if ("b" in given) return given.b;
  if ("v" in given) return ({ null: null, NaN, Infinity, "-Infinity": -Infinity, "-0": -0 } as Wire)[given.v];
  if ("d" in given) return new Date(given.d);
  if ("u" in given) return new URL(given.u);
  if ("bi" in given) return BigInt(given.bi);
  if ("r" in given) return new RegExp(given.r.p, given.r.f);
  if ("e" in given) return Object.assign(new Error(given.e.m), { name: given.e.n });
  if ("a" in given) {
    const list: unknown[] = [];
    refs.set(given.id, list);
    for (const item of given.a) list.push(valueOf(item, refs));
    return list;
  }
  if ("o" in given) {
    const object: Wire = {};
    refs.set(given.id, object);
    for (const { k, v } of given.o) if (k !== "__proto__") object[k] = valueOf(v, refs);
    return object;
  }
  return undefined;
}

/** The text that the driver evaluates: source of a function or an expression, with its argument. */
export function evaluation(body: unknown, value: unknown): Record<string, unknown> {
  return { expression: String(body), isFunction: typeof body === "function", arg: argument(value) };
}
