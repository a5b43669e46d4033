import { encode, decode } from "./answer";

test.each([
  ["", ""],
  ["ABC", "ABC"],
  ["WWWBAA", "3WB2A"],
  ["aAa", "aAa"],
  ["aaAA", "2a2A"],
  ["    x", "4 x"],
  ["abba", "a2ba"],
  ["zzzzzzzzzzzz", "12z"],
  ["aabbb c", "2a3b c"],
])("%j is %j", (text, runs) => {
  expect(encode(text)).toBe(runs);
  expect(decode(runs)).toBe(text);
});
test("there and back", () => {
  const text = "W".repeat(123) + "b" + " ".repeat(10) + "W";
  expect(encode(text)).toBe("123Wb10 W");
  expect(decode(encode(text))).toBe(text);
});
