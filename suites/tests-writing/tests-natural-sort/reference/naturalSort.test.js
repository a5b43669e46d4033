import { expect, test } from "vitest";
import { naturalSort } from "./naturalSort";

test.each([
  [["file10", "file2", "file1"], ["file1", "file2", "file10"]],
  [["b", "A", "a", "B"], ["A", "a", "b", "B"]],
  [["ab", "a1", "a"], ["a", "a1", "ab"]],
  [["a.b", "a1"], ["a1", "a.b"]],
  [["a01", "A1", "a1"], ["a01", "A1", "a1"]],
  [["1.10", "1.9"], ["1.9", "1.10"]],
  [["a-1", "a 1"], ["a 1", "a-1"]],
  [[], []],
])("%j", (names, sorted) => {
  expect(naturalSort(names)).toEqual(sorted);
});

test("leaves the given array as it is", () => {
  const names = ["b", "a"];
  naturalSort(names);
  expect(names).toEqual(["b", "a"]);
});
