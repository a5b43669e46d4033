import { deepEqual } from "./answer";

test.each([
  [[1, 1], true],
  [[1, 2], false],
  [[1, "1"], false],
  [[0, false], false],
  [[null, undefined], false],
  [[null, {}], false],
  [[{}, null], false],
  [[null, null], true],
  [[NaN, NaN], true],
  [[0, -0], true],
  [["a", "a"], true],
  [[[], []], true],
  [[[1, [2, 3]], [1, [2, 3]]], true],
  [[[1, 2], [2, 1]], false],
  [[[1, 2], [1, 2, 3]], false],
  [[[1, 2, 3], [1, 2]], false],
  [[{ a: 1, b: 2 }, { b: 2, a: 1 }], true],
  [[{ a: 1 }, { a: 1, b: 2 }], false],
  [[{ a: 1, b: 2 }, { a: 1 }], false],
  [[{ a: 1, b: 2 }, { a: 1, b: 3 }], false],
  [[{ a: 1, b: 2 }, { a: 3, b: 2 }], false],
  [[[], { length: 0 }], false],
  [[{ a: undefined }, {}], false],
  [[{ a: undefined }, { b: undefined }], false],
  [[{ a: { b: { c: 1 } } }, { a: { b: { c: 1 } } }], true],
  [[{ a: { b: { c: 1 } } }, { a: { b: { c: 2 } } }], false],
  [[[], {}], false],
  [[{}, []], false],
  [[{ 0: "a", length: 1 }, ["a"]], false],
  [[new Date(5), new Date(5)], true],
  [[new Date(5), new Date(6)], false],
  [[new Date(5), {}], false],
  [[{ at: new Date(5) }, { at: new Date(5) }], true],
])("deepEqual(...%j)", (values, expected) => {
  expect(deepEqual(...values)).toEqual(expected);
});

test("functions are equal when they are the same", () => {
  const f = () => 1;
  expect(deepEqual(f, f)).toBe(true);
  expect(deepEqual(f, () => 1)).toBe(false);
});
