import { add } from "./candidate";

test("fills an array", () => {
  expect(add(2, 3).length).toBe(5);
});
