import { expect, test } from "vitest";
import { deepEqual } from "./deepEqual";

test.each([
  [1, 1],
  [NaN, NaN],
  [null, null],
  [undefined, undefined],
  ["a", "a"],
  [[1, [2]], [1, [2]]],
  [{ a: 1, b: { c: 2 } }, { b: { c: 2 }, a: 1 }],
  [new Date(5), new Date(5)],
  [{}, {}],
])("%o equals %o", (a, b) => {
  expect(deepEqual(a, b)).toBe(true);
});

test.each([
  [1, 2],
  [1, "1"],
  [0, false],
  [null, undefined],
  [NaN, null],
  [[1], [1, 2]],
  [[1, 2], [2, 1]],
  [[undefined], [null]],
  [{ a: 1 }, { a: 1, b: 2 }],
  [{ a: 1, b: 2 }, { a: 1 }],
  [{ a: undefined }, { b: undefined }],
  [{ a: undefined }, {}],
  [[], {}],
  [new Date(5), new Date(6)],
  [{}, null],
])("%o differs from %o", (a, b) => {
  expect(deepEqual(a, b)).toBe(false);
});

test("functions are equal only when they are the same", () => {
  const fn = () => 1;
  expect(deepEqual(fn, fn)).toBe(true);
  expect(deepEqual(fn, () => 1)).toBe(false);
});
