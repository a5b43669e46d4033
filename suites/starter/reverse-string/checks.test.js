import { reverseString } from "./answer";

test.each([
  ["hello", "olleh"], ["", ""], ["a", "a"], ["ab", "ba"], ["ab c", "c ba"], ["level!", "!level"], ["Hello World", "dlroW olleH"],
  ["ABC", "CBA"], ["  two spaces", "secaps owt  "], ["end ", " dne"], ["aab", "baa"], ["12345", "54321"], ["a-b_c.d", "d.c_b-a"],
  ["tab\tnew\nline", "enil\nwen\tbat"], ["one two  three", "eerht  owt eno"],
])("reverseString(%j) is %j", (text, reversed) => {
  expect(reverseString(text)).toBe(reversed);
});
