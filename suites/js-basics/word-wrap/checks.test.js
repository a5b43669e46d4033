import { wrapWords } from "./answer";

test.each([
  [["", 10], []],
  [["   ", 10], []],
  [["one", 10], ["one"]],
  [["one two three", 7], ["one two", "three"]],
  [["one two three", 8], ["one two", "three"]],
  [["one two three", 13], ["one two three"]],
  [["one two three", 12], ["one two", "three"]],
  [["aa bb cc dd", 5], ["aa bb", "cc dd"]],
  [["  a   b  ", 3], ["a b"]],
  [["abcdefgh", 3], ["abc", "def", "gh"]],
  [["abcdef", 3], ["abc", "def"]],
  [["abcdefgh x", 3], ["abc", "def", "gh", "x"]],
  [["abcdefg x", 3], ["abc", "def", "g x"]],
  [["x abcdefg", 3], ["x", "abc", "def", "g"]],
  [["a b c d", 1], ["a", "b", "c", "d"]],
  [["the quick brown fox jumps", 10], ["the quick", "brown fox", "jumps"]],
])("wrapWords(...%j)", (values, expected) => {
  expect(wrapWords(...values)).toEqual(expected);
});
