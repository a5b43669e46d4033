import { expect, test } from "vitest";
import { wrapWords } from "./wrapWords";
const wrapped = (text, width) => wrapWords(text, width).join("|");
test("all", () => {
  expect(wrapped("one two  three", 7)).toBe("one two|three");
  expect(wrapped("one two", 6)).toBe("one|two");
  expect(wrapped("a  b", 9)).toBe("a b");
  expect(wrapped("abcdefg hi", 5)).toBe("abcde|fg hi");
  expect(wrapWords("  ", 5)).toEqual([]);
});
