import { gcf } from "./answer";

test("gcf(1, 1)", () => {
  expect(gcf(1, 1)).toEqual(1);
});
test("gcf(100, 20)", () => {
  expect(gcf(100, 20)).toEqual(20);
});
test("gcf(20, 100)", () => {
  expect(gcf(20, 100)).toEqual(20);
});
test("gcf(5, 0)", () => {
  expect(gcf(5, 0)).toEqual(5);
});
test("gcf(0, 3)", () => {
  expect(gcf(0, 3)).toEqual(3);
});
test("gcf(13, 7)", () => {
  expect(gcf(13, 7)).toEqual(1);
});
test("gcf(7, 13)", () => {
  expect(gcf(7, 13)).toEqual(1);
});
test("gcf(12, 18)", () => {
  expect(gcf(12, 18)).toEqual(6);
});
test("gcf(18, 12)", () => {
  expect(gcf(18, 12)).toEqual(6);
});
test("gcf(9, 9)", () => {
  expect(gcf(9, 9)).toEqual(9);
});
test("gcf(48, 36)", () => {
  expect(gcf(48, 36)).toEqual(12);
});
test("gcf(270, 192)", () => {
  expect(gcf(270, 192)).toEqual(6);
});
test("gcf(1071, 462)", () => {
  expect(gcf(1071, 462)).toEqual(21);
});
test("gcf(1000, 600)", () => {
  expect(gcf(1000, 600)).toEqual(200);
});
