import { wrapWords } from "./wrapWords";
test("all", () => {
  expect(wrapWords("ab cd  ef", 5)).toEqual(["ab cd", "ef"]);
  expect(wrapWords("ab cde", 5)).toEqual(["ab", "cde"]);
});
