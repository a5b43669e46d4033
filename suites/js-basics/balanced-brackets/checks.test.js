import { isBalanced } from "./answer";

test.each([
  [[""], true],
  [["()"], true],
  [["([]{})"], true],
  [["f(a[0], { b: 1 })"], true],
  [["("], false],
  [[")"], false],
  [["())"], false],
  [["(]"], false],
  [["([)]"], false],
  [["{[}"], false],
  [["f('(')"], true],
  [['f(")")'], true],
  [["f('\\'(')"], true],
  [["'\\\\'("], false],
  [["'it\"s (' "], true],
  [["\"it's (\""], true],
  [["'("], false],
  [["'abc"], false],
  [["'a\\'"], false],
  [["no brackets at all"], true],
  [["a)b(c"], false],
])("isBalanced(...%j)", (values, expected) => {
  expect(isBalanced(...values)).toEqual(expected);
});
