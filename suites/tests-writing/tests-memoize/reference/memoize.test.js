import { expect, test, vi } from "vitest";
import { memoize } from "./memoize";

test("calls once for the same arguments", () => {
  const fn = vi.fn((a, b) => a + b);
  const fast = memoize(fn);
  expect([fast(1, 2), fast(1, 2), fast(1, 3), fast(2, 2)]).toEqual([3, 3, 4, 4]);
  expect(fn).toHaveBeenCalledTimes(3);
});

test("1 and the text 1, and two equal objects, are different arguments", () => {
  const fn = vi.fn((value) => value);
  const fast = memoize(fn);
  const one = {};
  const other = {};
  expect(fast(one)).toBe(one);
  expect(fast(other)).toBe(other);
  expect(fast(NaN)).toBeNaN();
  expect(fast(null)).toBeNull();
  expect(fast(undefined)).toBeUndefined();
  fast(1);
  fast("1");
  expect(fn).toHaveBeenCalledTimes(7);
});

test("the number of arguments counts", () => {
  const fast = memoize((...values) => values.length);
  expect([fast(), fast(1), fast(1, undefined)]).toEqual([0, 1, 2]);
});

test("hands on this", () => {
  const object = { factor: 3, times: memoize(function (n) { return n * this.factor; }) };
  expect(object.times(2)).toBe(6);
});

test("remembers undefined, and nothing when it throws", () => {
  const nothing = vi.fn();
  const fast = memoize(nothing);
  fast(1);
  fast(1);
  expect(nothing).toHaveBeenCalledTimes(1);
  const fails = vi.fn(() => { throw new Error("no"); });
  const slow = memoize(fails);
  expect(() => slow()).toThrow("no");
  expect(() => slow()).toThrow("no");
  expect(fails).toHaveBeenCalledTimes(2);
});
