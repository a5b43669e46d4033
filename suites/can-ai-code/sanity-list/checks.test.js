import { things } from "./answer";

test("things()[0]", () => {
  expect(things()[0]).toEqual(5);
});
test("things()[1]", () => {
  expect(things()[1]).toEqual("foobar");
});
test("things()[2]", () => {
  expect(things()[2]).toEqual("Madrid");
});
test("things() is a list with three values", () => {
  expect(Array.isArray(things())).toBe(true);
  expect(things()).toHaveLength(3);
});
