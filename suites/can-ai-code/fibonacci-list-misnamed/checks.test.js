import { glork } from "./answer";

test("glork(0) is an array", () => {
  expect(Array.isArray(glork(0))).toBe(true);
});
test("glork(1)", () => {
  expect(glork(1)).toEqual([0]);
});
test("glork(2)", () => {
  expect(glork(2)).toEqual([0, 1]);
});
test("glork(3)", () => {
  expect(glork(3)).toEqual([0, 1, 1]);
});
test("glork(4)", () => {
  expect(glork(4)).toEqual([0, 1, 1, 2]);
});
test("glork(5)", () => {
  expect(glork(5)).toEqual([0, 1, 1, 2, 3]);
});
test("glork(10)", () => {
  expect(glork(10)).toEqual([0, 1, 1, 2, 3, 5, 8, 13, 21, 34]);
});
test("glork(20)", () => {
  expect(glork(20)).toEqual([0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597, 2584, 4181]);
});
