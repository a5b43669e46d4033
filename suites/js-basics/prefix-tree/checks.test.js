import { PrefixTree } from "./answer";

const tree = (...words) => {
  const made = new PrefixTree();
  for (const word of words) made.add(word);
  return made;
};

test("has whole words only", () => {
  const words = tree("team", "tea");
  expect(["tea", "team", "te", "teams", "", "Tea"].map((word) => words.has(word))).toEqual([true, true, false, false, false, false]);
});
test("counts different words", () => {
  const words = tree("tea", "team", "tea", "ten", "to");
  expect(["", "t", "te", "tea", "team", "x"].map((prefix) => words.count(prefix))).toEqual([4, 4, 3, 2, 1, 0]);
});
test("suggests in the order of the letters", () => {
  expect(tree("ten", "tea", "to", "team", "art").suggest("te", 10)).toEqual(["tea", "team", "ten"]);
  expect(tree("b", "a", "B").suggest("", 10)).toEqual(["B", "a", "b"]);
});
test("suggests the heaviest first, weights add up", () => {
  const words = tree("tea", "team", "ten", "team");
  words.add("ten", 5);
  expect(words.suggest("te", 10)).toEqual(["ten", "team", "tea"]);
  expect(words.suggest("te", 2)).toEqual(["ten", "team"]);
  words.add("tea", 8);
  expect(words.suggest("te", 1)).toEqual(["tea"]);
  expect(words.suggest("te", 0)).toEqual([]);
});
test("suggests nothing where nothing begins so", () => {
  expect(tree("tea").suggest("teas", 5)).toEqual([]);
  expect(new PrefixTree().suggest("", 5)).toEqual([]);
});
test("removes one word", () => {
  const words = tree("tea", "team", "te");
  expect(words.remove("tea")).toBe(true);
  expect(words.remove("tea")).toBe(false);
  expect(words.remove("t")).toBe(false);
  expect([words.has("tea"), words.has("team"), words.has("te"), words.count("te")]).toEqual([false, true, true, 2]);
});
test("a removed word begins anew with its weight", () => {
  const words = tree("a", "b");
  words.add("b", 9);
  words.remove("b");
  words.add("b");
  expect(words.suggest("", 2)).toEqual(["a", "b"]);
});
test("the empty word and odd words", () => {
  const words = tree("", "__proto__", "constructor", "naïve");
  expect(words.has("")).toBe(true);
  expect(words.count("")).toBe(4);
  expect(words.has("toString")).toBe(false);
  expect(words.suggest("__", 3)).toEqual(["__proto__"]);
  expect(words.has("constructor")).toBe(true);
  expect(words.remove("")).toBe(true);
  expect(words.count("")).toBe(3);
});
test("two trees are apart", () => {
  tree("a");
  expect(new PrefixTree().has("a")).toBe(false);
});
