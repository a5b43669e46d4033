import { add } from "./candidate";

test("adds", () => {
  expect(add(2, 3)).toEqual({ value: 5 });
});
