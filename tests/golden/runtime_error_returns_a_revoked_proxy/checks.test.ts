import { add } from "./candidate";

test("adds", () => {
  expect(add(2, 3)).toEqual({ sum: 5 });
});
