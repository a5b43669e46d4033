import { add } from "./candidate";

test("adds", async () => {
  await new Promise((resolve) => setTimeout(resolve, 1));
  expect(add(2, 3)).toBe(5);
});
