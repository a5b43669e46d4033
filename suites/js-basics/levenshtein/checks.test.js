import { editDistance } from "./answer";

test.each([
  [["", ""], 0],
  [["abc", "abc"], 0],
  [["", "abc"], 3],
  [["abc", ""], 3],
  [["kitten", "sitting"], 3],
  [["flaw", "lawn"], 2],
  [["ab", "ba"], 1],
  [["abcd", "acbd"], 1],
  [["converse", "conserve"], 2],
  [["ca", "abc"], 3],
  [["teh", "the"], 1],
  [["sunday", "saturday"], 3],
  [["a", "A"], 1],
  [["aaaa", "aa"], 2],
  [["abcdef", "badcfe"], 3],
])("editDistance(...%j)", (values, expected) => {
  expect(editDistance(...values)).toEqual(expected);
});

test("long texts are quick", () => {
  const a = "ab".repeat(250);
  const b = "ba".repeat(250);
  expect(editDistance(a, a)).toBe(0);
  expect(editDistance(a, b)).toBe(2);
});
