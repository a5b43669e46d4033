import { mergeIntervals } from "./answer";

test.each([
  [[[]], []],
  [[[[1, 3]]], [[1, 3]]],
  [[[[1, 3], [2, 6], [8, 10], [15, 18]]], [[1, 6], [8, 10], [15, 18]]],
  [[[[1, 4], [4, 5]]], [[1, 5]]],
  [[[[1, 10], [2, 3], [4, 5]]], [[1, 10]]],
  [[[[8, 9], [1, 2], [2, 4]]], [[1, 4], [8, 9]]],
  [[[[10, 12], [9, 9], [2, 3]]], [[2, 3], [9, 9], [10, 12]]],
  [[[[-5, -1], [-2, 0], [100, 200]]], [[-5, 0], [100, 200]]],
  [[[[5, 5], [5, 5]]], [[5, 5]]],
])("mergeIntervals(...%j)", (values, expected) => {
  expect(mergeIntervals(...values)).toEqual(expected);
});

test("leaves what it is given", () => {
  const given = [[3, 5], [1, 4]];
  mergeIntervals(given);
  expect(given).toEqual([[3, 5], [1, 4]]);
});
