import { add } from "./candidate";

test("totals", () => {
  expect(add(2, 3).total).toBe(5);
});
