import { factorial } from "./answer";

test("factorial(1) is a whole number", () => {
  expect(Number.isInteger(factorial(1))).toBe(true);
});
test("factorial(1)", () => {
  expect(factorial(1)).toEqual(1);
});
test("factorial(5)", () => {
  expect(factorial(5)).toEqual(120);
});
