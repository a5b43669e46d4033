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
test("fib(5)", () => {
  expect(fib(5)).toEqual([0, 1, 1, 2, 3]);
});
