import { wrapWords } from "./wrapWords";
test("all", () => {
  expect(wrapWords("ab cd  ef", 6)).toEqual(["ab cd", "ef"]);
  expect(wrapWords("abcdefgh", 6)).toEqual(["abcdef", "gh"]);
});
