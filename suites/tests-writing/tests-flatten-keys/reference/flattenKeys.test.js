import { describe, expect, it } from "vitest";
import { flattenKeys } from "./flattenKeys";

describe("flattenKeys", () => {
  it("joins keys by dots over several levels", () => {
    expect(flattenKeys({ a: { b: { c: 1 } }, d: 2 })).toEqual({ "a.b.c": 1, d: 2 });
  });

  it("takes the indexes of arrays", () => {
    expect(flattenKeys({ a: [5, { b: 6 }] })).toEqual({ "a.0": 5, "a.1.b": 6 });
  });

  it("keeps empty objects and arrays", () => {
    expect(flattenKeys({ a: {}, b: [], c: { d: {} } })).toEqual({ a: {}, b: [], "c.d": {} });
  });

  it("keeps null, undefined and dates as values", () => {
    const day = new Date(0);
    const flat = flattenKeys({ a: null, b: { c: day }, d: undefined });
    expect(Object.keys(flat)).toEqual(["a", "b.c", "d"]);
    expect(flat["b.c"]).toBe(day);
    expect(flat.a).toBeNull();
  });
});
