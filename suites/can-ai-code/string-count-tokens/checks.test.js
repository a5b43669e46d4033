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
test("substrcount(\"hello\", \"z\")", () => {
  expect(substrcount("hello", "z")).toEqual(0);
});
test("substrcount(\"\", \"a\")", () => {
  expect(substrcount("", "a")).toEqual(0);
});
test("substrcount(\"a\", \"aaa\")", () => {
  expect(substrcount("a", "aaa")).toEqual(0);
});
test("substrcount(\"abab\", \"abab\")", () => {
  expect(substrcount("abab", "abab")).toEqual(1);
});
test("substrcount(\"xax\", \"x\")", () => {
  expect(substrcount("xax", "x")).toEqual(2);
});
test("substrcount(\"Aa\", \"a\")", () => {
  expect(substrcount("Aa", "a")).toEqual(1);
});
test("substrcount(\"one two one\", \"one\")", () => {
  expect(substrcount("one two one", "one")).toEqual(2);
});
