import { glork } from "./answer";

test("glork(1) is a whole number", () => {
  expect(Number.isInteger(glork(1))).toBe(true);
});
test("glork(1)", () => {
  expect(glork(1)).toEqual(1);
});
test("glork(5)", () => {
  expect(glork(5)).toEqual(120);
});
