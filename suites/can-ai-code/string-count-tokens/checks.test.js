import { substrcount } from "./answer";

test("substrcount(\"aaa\", \"a\")", () => {
  expect(substrcount("aaa", "a")).toEqual(3);
});
test("substrcount(\"babaab\", \"ab\")", () => {
  expect(substrcount("babaab", "ab")).toEqual(2);
});
test("substrcount(\"abcabcefgabc\", \"abc\")", () => {
  expect(substrcount("abcabcefgabc", "abc")).toEqual(3);
});
