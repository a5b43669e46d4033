import { toRoman } from "./answer";

test.each([
  [[1], "I"],
  [[3], "III"],
  [[4], "IV"],
  [[9], "IX"],
  [[14], "XIV"],
  [[40], "XL"],
  [[49], "XLIX"],
  [[90], "XC"],
  [[400], "CD"],
  [[944], "CMXLIV"],
  [[1994], "MCMXCIV"],
  [[2026], "MMXXVI"],
  [[3888], "MMMDCCCLXXXVIII"],
  [[3999], "MMMCMXCIX"],
])("toRoman(...%j)", (values, expected) => {
  expect(toRoman(...values)).toEqual(expected);
});

test.each([0, -1, 4000, 1.5, NaN, "4"])("%j has none", (n) => {
  expect(() => toRoman(n)).toThrow(RangeError);
});
