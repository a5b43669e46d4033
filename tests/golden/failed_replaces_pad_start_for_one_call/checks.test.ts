import { add } from "./candidate";

test("adds", () => {
  expect(String(add(2, 3)).padStart(3, "0")).toBe("005");
});
