import { formatTable } from "./answer";

test.each([
  [[[]], ""],
  [[[["a"]]], "a"],
  [[[["a", "b"]]], "a  b"],
  [[[["name", "n"], ["x", 5]]], "name  n\nx     5"],
  [[[["a", 1], ["b", 100]]], "a    1\nb  100"],
  [[[["long cell", "b"], ["c", "d"]]], "long cell  b\nc          d"],
  [[[["a", "b", "c"], ["d"], ["e", "f"]]], "a  b  c\nd\ne  f"],
  [[[["a", ""], ["b", "cc"]]], "a\nb  cc"],
  [[[[1, "x"], [20, "y"], [-3, "z"]]], " 1  x\n20  y\n-3  z"],
  [[[[0, "zero"], ["", "none"]]], "0  zero\n   none"],
  [[[[1.5, 2], [10, 20]]], "1.5   2\n 10  20"],
])("formatTable(...%j)", (values, expected) => {
  expect(formatTable(...values)).toEqual(expected);
});
