import { fib } from "./answer";

test("fib(0) is an array", () => {
  expect(Array.isArray(fib(0))).toBe(true);
});
test("fib(1)", () => {
  expect(fib(1)).toEqual([0]);
});
test("fib(2)", () => {
  expect(fib(2)).toEqual([0, 1]);
});
test("fib(3)", () => {
  expect(fib(3)).toEqual([0, 1, 1]);
});
test("fib(4)", () => {
  expect(fib(4)).toEqual([0, 1, 1, 2]);
});
test("fib(5)", () => {
  expect(fib(5)).toEqual([0, 1, 1, 2, 3]);
});
test("fib(10)", () => {
  expect(fib(10)).toEqual([0, 1, 1, 2, 3, 5, 8, 13, 21, 34]);
});
test("fib(20)", () => {
  expect(fib(20)).toEqual([0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597, 2584, 4181]);
});
