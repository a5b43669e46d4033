import { reverseString } from "./answer";


test.each([["hello", "olleh"], ["", ""], ["a", "a"], ["ab c", "c ba"], ["level!", "!level"]])("reverseString(%s) is %s", (text, reversed) => {
  expect(reverseString(text)).toBe(reversed);
});
