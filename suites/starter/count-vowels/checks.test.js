import { countVowels } from "./answer";

test.each([
  ["hello", 2], ["", 0], ["rhythm", 0], ["AEIOU aeiou", 10], ["Bakeoff", 3], ["a", 1], ["E", 1], ["queueing", 5],
  ["uuu", 3], ["sky, try; why?", 0], ["BCD xyz 123", 0], ["Up and\tOver\nit", 5], ["banana", 3], ["strengths of ten", 3],
])("countVowels(%j) is %d", (text, n) => {
  expect(countVowels(text)).toBe(n);
});
