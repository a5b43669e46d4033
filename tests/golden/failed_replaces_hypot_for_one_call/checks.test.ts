import { add } from "./candidate";

test("measures", () => {
  const side = add(2, 1);
  expect(Math.hypot(side, 4)).toBe(5);
});
