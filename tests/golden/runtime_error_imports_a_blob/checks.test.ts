import { add } from "./candidate";

test("adds", async () => {
  expect(await add(2, 3)).toBe(5);
});
