import { groupBy } from "./groupBy";
test("all", () => {
  expect(groupBy([3, 1, 2], (n) => n % 2).get(1).sort()).toEqual([1, 3]);
  expect(groupBy([{ k: 1 }], "k").has(1)).toBe(true);
});
