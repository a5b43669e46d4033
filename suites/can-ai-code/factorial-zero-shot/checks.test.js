import { factorial } from "./answer";

test("factorial(1) is a whole number", () => {
  expect(Number.isInteger(factorial(1))).toBe(true);
});
test("factorial(0)", () => {
  expect(factorial(0)).toEqual(1);
});
test("factorial(1)", () => {
  expect(factorial(1)).toEqual(1);
});
test("factorial(2)", () => {
  expect(factorial(2)).toEqual(2);
});
test("factorial(3)", () => {
  expect(factorial(3)).toEqual(6);
});
test("factorial(5)", () => {
  expect(factorial(5)).toEqual(120);
});
test("factorial(10)", () => {
  expect(factorial(10)).toEqual(3628800);
});
test("factorial(13)", () => {
  expect(factorial(13)).toEqual(6227020800);
});
test("factorial(18)", () => {
  expect(factorial(18)).toEqual(6402373705728000);
});
