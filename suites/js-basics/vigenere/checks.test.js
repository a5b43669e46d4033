import { vigenere } from "./answer";

test.each([
  [["abc", "a"], "abc"],
  [["abc", "b"], "bcd"],
  [["xyz", "d"], "abc"],
  [["ATTACKATDAWN", "LEMON"], "LXFOPVEFRNHR"],
  [["LXFOPVEFRNHR", "LEMON", -1], "ATTACKATDAWN"],
  [["attack at dawn!", "Lemon"], "lxfopv ef rnhr!"],
  [["Hello, World 42", "key"], "Rijvs, Uyvjn 42"],
  [["Rijvs, Uyvjn 42", "KEY", -1], "Hello, World 42"],
  [["abc", "b", -1], "zab"],
  [["Zz", "bZ"], "Ay"],
  [["é-a", "b"], "é-b"],
  [["", "abc"], ""],
  [["a[b`c{d@", "b"], "b[c`d{e@"],
])("vigenere(...%j)", (values, expected) => {
  expect(vigenere(...values)).toEqual(expected);
});
