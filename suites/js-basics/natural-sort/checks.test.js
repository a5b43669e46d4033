import { naturalSort } from "./answer";

test.each([
  [[[]], []],
  [[["b", "a"]], ["a", "b"]],
  [[["file10", "file2", "file1"]], ["file1", "file2", "file10"]],
  [[["a10b2", "a10b10", "a9"]], ["a9", "a10b2", "a10b10"]],
  [[["B", "a", "C"]], ["a", "B", "C"]],
  [[["ab", "a", "abc"]], ["a", "ab", "abc"]],
  [[["x", "7", "10"]], ["7", "10", "x"]],
  [[["a1", "A1", "a01"]], ["a1", "A1", "a01"]],
  [[["a01", "a1", "A1", "a0"]], ["a0", "a01", "a1", "A1"]],
  [[["v1.10", "v1.9", "v1.9.1"]], ["v1.9", "v1.9.1", "v1.10"]],
  [[["a 2", "a 10", "a"]], ["a", "a 2", "a 10"]],
  [[["a-b", "a1", "ab"]], ["a1", "a-b", "ab"]],
  [[["a2b", "a10a"]], ["a2b", "a10a"]],
  [[["a10a", "a2b"]], ["a2b", "a10a"]],
  [[["b", "1", ""]], ["", "1", "b"]],
  [[["n99999999999999999999", "n99999999999999999998"]], ["n99999999999999999998", "n99999999999999999999"]],
])("naturalSort(...%j)", (values, expected) => {
  expect(naturalSort(...values)).toEqual(expected);
});

test("leaves what it is given", () => {
  const names = ["b", "a"];
  naturalSort(names);
  expect(names).toEqual(["b", "a"]);
});
