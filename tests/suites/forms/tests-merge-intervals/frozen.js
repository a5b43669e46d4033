import { expect, test } from "vitest";
import { mergeIntervals } from "./mergeIntervals";

const frozen = (list) => Object.freeze(list.map((each) => Object.freeze(each)));
test("works on frozen arrays", () => {
  expect(mergeIntervals(frozen([[20, 30], [3, 9], [1, 4], [9, 10], [2, 3]]))).toEqual([[1, 10], [20, 30]]);
});
test("keeps the longer end", () => expect(mergeIntervals([[0, 9], [1, 2]])).toEqual([[0, 9]]));
test("100 after 9", () => expect(mergeIntervals([[100, 101], [9, 10]])).toEqual([[9, 10], [100, 101]]));
