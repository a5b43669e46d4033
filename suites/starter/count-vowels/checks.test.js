import { countVowels } from "./answer";


test.each([["hello", 2], ["", 0], ["rhythm", 0], ["AEIOU aeiou", 10], ["Bakeoff", 3]])("countVowels(%s) is %d", (text, n) => {
  expect(countVowels(text)).toBe(n);
});
