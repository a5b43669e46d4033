import { mergeIntervals } from "./mergeIntervals";
test("all", () => {
  const given = [[6, 8], [2, 5], [1, 3], [5, 5]];
  expect(mergeIntervals(given)).toEqual([[1, 5], [6, 8]]);
  expect(mergeIntervals([[1, 9], [2, 3]])).toEqual([[1, 9]]);
  expect(given).toEqual([[6, 8], [2, 5], [1, 3], [5, 5]]);
  const two = [[1, 2], [2, 4]];
  mergeIntervals(two);
  expect(two).toEqual([[1, 2], [2, 4]]);
});
