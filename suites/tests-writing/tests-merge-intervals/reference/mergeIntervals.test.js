import { expect, test } from "vitest";
import { mergeIntervals } from "./mergeIntervals";

test("joins what overlaps or touches", () => {
  expect(mergeIntervals([[1, 3], [2, 5], [5, 6], [8, 9]])).toEqual([[1, 6], [8, 9]]);
});

test("an interval inside another does not shorten it", () => {
  expect(mergeIntervals([[1, 10], [2, 3]])).toEqual([[1, 10]]);
});

test("sorts by number", () => {
  expect(mergeIntervals([[10, 11], [2, 3]])).toEqual([[2, 3], [10, 11]]);
});

test("leaves what it was given as it is", () => {
  const given = [[4, 6], [1, 5]];
  mergeIntervals(given);
  expect(given).toEqual([[4, 6], [1, 5]]);
  const first = [[1, 3], [2, 5]];
  mergeIntervals(first);
  expect(first).toEqual([[1, 3], [2, 5]]);
});
