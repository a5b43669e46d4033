import { romanToNumber } from "./answer";

test.each([
  [["I"], 1],
  [["IV"], 4],
  [["IX"], 9],
  [["XIV"], 14],
  [["XL"], 40],
  [["XC"], 90],
  [["CD"], 400],
  [["CM"], 900],
  [["XLIX"], 49],
  [["MCMXCIV"], 1994],
  [["MMXXVI"], 2026],
  [["DCCCXC"], 890],
  [["LXVIII"], 68],
  [["MMMCMXCIX"], 3999],
  [["mcmxc"], 1990],
  [["IIII"], NaN],
  [["IC"], NaN],
  [["VX"], NaN],
  [["VV"], NaN],
  [["IXI"], NaN],
  [["MMMM"], NaN],
  [["ABC"], NaN],
  [["XIIZ"], NaN],
  [[""], NaN],
])("romanToNumber(...%j)", (values, expected) => {
  expect(romanToNumber(...values)).toEqual(expected);
});
