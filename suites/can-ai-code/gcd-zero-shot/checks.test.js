import { gcd } from "./answer";

test("gcd(1, 1)", () => {
  expect(gcd(1, 1)).toEqual(1);
});
test("gcd(100, 20)", () => {
  expect(gcd(100, 20)).toEqual(20);
});
test("gcd(5, 0)", () => {
  expect(gcd(5, 0)).toEqual(5);
});
test("gcd(0, 3)", () => {
  expect(gcd(0, 3)).toEqual(3);
});
test("gcd(13, 7)", () => {
  expect(gcd(13, 7)).toEqual(1);
});
