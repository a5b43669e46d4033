import { expect, test } from "vitest";
import { wrapWords } from "./wrapWords";

test.each([
  ["the quick brown fox", 9, ["the quick", "brown fox"]],
  ["aa bb", 5, ["aa bb"]],
  ["aa bb", 4, ["aa", "bb"]],
  ["aaa bb", 5, ["aaa", "bb"]],
  ["a   b", 10, ["a b"]],
  ["  a", 3, ["a"]],
  ["abcdefgh", 3, ["abc", "def", "gh"]],
  ["x abcde f", 4, ["x", "abcd", "e f"]],
  ["   ", 4, []],
  ["", 4, []],
])("%j in %i", (text, width, lines) => {
  expect(wrapWords(text, width)).toEqual(lines);
});
