import { gcf } from "./answer";

test("gcf(1, 1)", () => {
  expect(gcf(1, 1)).toEqual(1);
});
test("gcf(100, 20)", () => {
  expect(gcf(100, 20)).toEqual(20);
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
