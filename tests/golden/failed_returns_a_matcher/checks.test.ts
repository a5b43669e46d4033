import { add } from "./candidate";

test("adds", () => {
  expect(add(2, 3)).toEqual(5);
});
test("adds in a list", () => {
  expect([add(2, 3)]).toStrictEqual([5]);
});
