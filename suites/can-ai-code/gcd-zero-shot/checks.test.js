import { gcd } from "./answer";

test("gcd(1, 1)", () => {
  expect(gcd(1, 1)).toEqual(1);
});
test("gcd(100, 20)", () => {
  expect(gcd(100, 20)).toEqual(20);
});
test("gcd(20, 100)", () => {
  expect(gcd(20, 100)).toEqual(20);
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
test("gcd(7, 13)", () => {
  expect(gcd(7, 13)).toEqual(1);
});
test("gcd(12, 18)", () => {
  expect(gcd(12, 18)).toEqual(6);
});
test("gcd(18, 12)", () => {
  expect(gcd(18, 12)).toEqual(6);
});
test("gcd(9, 9)", () => {
  expect(gcd(9, 9)).toEqual(9);
});
test("gcd(48, 36)", () => {
  expect(gcd(48, 36)).toEqual(12);
});
test("gcd(270, 192)", () => {
  expect(gcd(270, 192)).toEqual(6);
});
test("gcd(1071, 462)", () => {
  expect(gcd(1071, 462)).toEqual(21);
});
test("gcd(1000, 600)", () => {
  expect(gcd(1000, 600)).toEqual(200);
});
