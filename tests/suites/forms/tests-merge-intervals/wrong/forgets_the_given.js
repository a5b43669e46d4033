import { mergeIntervals } from "./mergeIntervals";
test("all", () => {
  expect(mergeIntervals([[10, 11], [2, 5], [1, 9], [9, 9.5]])).toEqual([[1, 9.5], [10, 11]]);
});
