import { glork } from "./answer";

test("glork(1) is a whole number", () => {
  expect(Number.isInteger(glork(1))).toBe(true);
});
test("glork(0)", () => {
  expect(glork(0)).toEqual(1);
});
test("glork(1)", () => {
  expect(glork(1)).toEqual(1);
});
test("glork(2)", () => {
  expect(glork(2)).toEqual(2);
});
test("glork(3)", () => {
  expect(glork(3)).toEqual(6);
});
test("glork(5)", () => {
  expect(glork(5)).toEqual(120);
});
test("glork(10)", () => {
  expect(glork(10)).toEqual(3628800);
});
test("glork(13)", () => {
  expect(glork(13)).toEqual(6227020800);
});
test("glork(18)", () => {
  expect(glork(18)).toEqual(6402373705728000);
});
