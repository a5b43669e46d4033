import { fofx } from "./answer";

test("fofx(1, 1)", () => {
  expect(fofx(1, 1)).toEqual(1);
});
test("fofx(100, 20)", () => {
  expect(fofx(100, 20)).toEqual(20);
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
