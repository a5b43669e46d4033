import { fib } from "./answer";

test("fib(0)", () => {
  expect(fib(0)).toEqual(0);
});
test("fib(1)", () => {
  expect(fib(1)).toEqual(1);
});
test("fib(2)", () => {
  expect(fib(2)).toEqual(1);
});
test("fib(3)", () => {
  expect(fib(3)).toEqual(2);
});
test("fib(4)", () => {
  expect(fib(4)).toEqual(3);
});
test("fib(5)", () => {
  expect(fib(5)).toEqual(5);
});
test("fib(10)", () => {
  expect(fib(10)).toEqual(55);
});
test("fib(20)", () => {
  expect(fib(20)).toEqual(6765);
});
test("fib(25)", () => {
  expect(fib(25)).toEqual(75025);
});
