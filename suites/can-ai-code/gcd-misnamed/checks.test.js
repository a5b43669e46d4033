import { fofx } from "./answer";

test("fofx(1, 1)", () => {
  expect(fofx(1, 1)).toEqual(1);
});
test("fofx(100, 20)", () => {
  expect(fofx(100, 20)).toEqual(20);
});
test("fofx(20, 100)", () => {
  expect(fofx(20, 100)).toEqual(20);
});
test("fofx(5, 0)", () => {
  expect(fofx(5, 0)).toEqual(5);
});
test("fofx(0, 3)", () => {
  expect(fofx(0, 3)).toEqual(3);
});
test("fofx(13, 7)", () => {
  expect(fofx(13, 7)).toEqual(1);
});
test("fofx(7, 13)", () => {
  expect(fofx(7, 13)).toEqual(1);
});
test("fofx(12, 18)", () => {
  expect(fofx(12, 18)).toEqual(6);
});
test("fofx(18, 12)", () => {
  expect(fofx(18, 12)).toEqual(6);
});
test("fofx(9, 9)", () => {
  expect(fofx(9, 9)).toEqual(9);
});
test("fofx(48, 36)", () => {
  expect(fofx(48, 36)).toEqual(12);
});
test("fofx(270, 192)", () => {
  expect(fofx(270, 192)).toEqual(6);
});
test("fofx(1071, 462)", () => {
  expect(fofx(1071, 462)).toEqual(21);
});
test("fofx(1000, 600)", () => {
  expect(fofx(1000, 600)).toEqual(200);
});
